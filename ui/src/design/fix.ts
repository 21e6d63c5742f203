export interface FixPart {
  text: string;
  isCode: boolean;
}

const COMMAND = /^(\s{2,}|\$ |(aws|sextant|export|unset|sudo|mkdir|chmod|printenv|cat|ls|date|timedatectl|systemctl|curl|openssl)\s)/;

/**
 * Divides what the catalog says to do into sentences and what is to be copied: there, commands stand on lines of their own,
 * indented or beginning with the name of a program; so do policies, which begin with a brace.
 */
export function splitFix(fix: string): FixPart[] {
  const parts: FixPart[] = [];
  let depth = 0;
  for (const line of fix.split("\n")) {
    const isCode = depth > 0 || COMMAND.test(line) || /^\s*[{[]\s*$/.test(line) || /^\{"/.test(line);
    if (isCode) depth += count(line, /[{[]/g) - count(line, /[}\]]/g);
    if (depth < 0) depth = 0;
    const last = parts.at(-1);
    if (last?.isCode === isCode && (isCode || line.trim() !== "")) last.text += `\n${line}`;
    else if (line.trim() !== "") parts.push({text: line, isCode});
  }
  return parts.map((part) => ({isCode: part.isCode, text: part.isCode ? dedent(part.text) : part.text.trim()}));
}

const count = (text: string, of: RegExp) => text.match(of)?.length ?? 0;

function dedent(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^\$ /, ""));
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least)).join("\n").trimEnd();
}
