// The parts of a role's ARN between the colons, each as far as it may have been typed.
const BEGINNINGS = [/^(a|ar|arn)?$/, /^(a|aw|aws|aws-[a-z-]*)?$/, /^(i|ia|iam)?$/, /^$/, /^\d{0,12}$/, /^(r|ro|rol|role|role\/[\w+=,.@/-]*)?$/];
const WHOLE = [/^arn$/, /^aws(-[a-z-]+)?$/, /^iam$/, /^$/, /^\d{12}$/];

/** Whether what was typed so far can still become the ARN of a role: then nothing is wrong with it yet. */
export function isBeginning(text: string): boolean {
  const parts = text.split(":");
  if (parts.length > BEGINNINGS.length) return false;
  return parts.every((part, at) => (at === parts.length - 1 ? BEGINNINGS[at] : WHOLE[at])?.test(part) ?? false);
}

/** Whether it can be whole: a name stands behind the last slash. */
export const mayBeWhole = (text: string) => /:role\/.*[^/]$/.test(text);
