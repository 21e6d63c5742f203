/** Whether a start URL has one of the forms that IAM Identity Center gives out; others may work all the same. */
export function isUsualStartUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.protocol !== "https:") return false;
  const path = url.pathname.replace(/\/+$/, "");
  if (/\.awsapps\.(com|cn)$/.test(url.hostname)) {
    return path === "/start" || (url.hostname.startsWith("start.") && path.startsWith("/directory/"));
  }
  return url.hostname.startsWith("identitycenter.amazonaws") && path.startsWith("/ssoins-");
}

export const isUsualRegion = (text: string) => /^[a-z]{2}(-[a-z]+){1,3}-\d{1,2}$/.test(text);
