/** "copy" is what a person is to take elsewhere: policies, commands for ~/.aws; "terminal" what Sextant itself is asked there. */
export type FixKind = "text" | "copy" | "terminal";

export interface FixPart {
  text: string;
  kind: FixKind;
}

const COMMAND = /^(\s{2,}|\$ |(aws|sextant|export|unset|sudo|mkdir|chmod|printenv|cat|ls|date|timedatectl|systemctl|curl|openssl)\s)/;
const TERMINAL = /^\s*(\$ )?(sextant\s|--\w)/;

/**
 * Divides what the catalog says to do into sentences and what is to be copied: there, commands stand on lines of their own,
 * indented or beginning with the name of a program; so do policies, which begin with a brace.
 */
export function splitFix(fix: string): FixPart[] {
  const parts: FixPart[] = [];
  let depth = 0;
  for (const line of fix.split("\n")) {
    const last = parts.at(-1);
    const goesOn = last !== undefined && last.kind !== "text" && (depth > 0 || last.text.endsWith("\\"));
    const isCode = goesOn || COMMAND.test(line) || /^\s*[{[]\s*$/.test(line) || /^\{"/.test(line);
    const kind = goesOn ? last.kind : !isCode ? "text" : TERMINAL.test(line) ? "terminal" : "copy";
    if (isCode) depth += count(line, /[{[]/g) - count(line, /[}\]]/g);
    if (depth < 0) depth = 0;
    if (last?.kind === kind && (isCode || line.trim() !== "")) last.text += `\n${line}`;
    else if (line.trim() !== "") parts.push({text: line, kind});
  }
  return parts.map((part) => ({kind: part.kind, text: part.kind === "text" ? part.text.trim() : dedent(part.text)}));
}

/** Refusals of questions that the page puts by its own controls: connections, groups, days, metric, filters. */
const ASKED_BY_CONTROLS = new Set([
  "connection.not_found",
  "cost.not_answerable",
  "cost.unknown_key",
  "cost.unknown_metric",
  "cost.unknown_value",
  "cost.bad_filter",
  "cost.bad_window",
  "cost.bad_comparison",
  "cost.too_many_rows",
]);

/** What to do about a problem in the words of a page: where it has a control for that, the options of the terminal say nothing there. */
export const forPage = (code: string, text: string) => (ASKED_BY_CONTROLS.has(code) ? withoutTerminal(text) : text);

const NAMES_TERMINAL = /(^|[\s(])(--[a-z]|sextant [a-z])/;

/** Leaves out lines for the terminal, the words that lead to them, and sentences that name an option or a command. */
function withoutTerminal(text: string): string {
  const out: string[] = [];
  const parts = splitFix(text);
  parts.forEach((part, at) => {
    if (part.kind === "terminal") return;
    if (part.kind === "copy") return out.push(...part.text.split("\n").map((line) => `  ${line}`));
    const leadsThere = parts[at + 1]?.kind === "terminal";
    const kept = part.text
      .split(/(?<=[.!?])\s+(?=\p{Lu})/u)
      .filter((sentence) => !NAMES_TERMINAL.test(sentence) && !(leadsThere && sentence.endsWith(":")));
    if (kept.length > 0) out.push(kept.join(" "));
  });
  return out.join("\n");
}

const count = (text: string, of: RegExp) => text.match(of)?.length ?? 0;

function dedent(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^\$ /, ""));
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least)).join("\n").trimEnd();
}
