/** The part of an address after "?", as plain as people write it: `?by=service&where=a&where=b`; several of a name are a list. */
export type Search = Record<string, string | string[] | undefined>;

export function parseSearch(text: string): Search {
  const out: Search = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = out[name];
    out[name] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  }
  return out;
}

/** Lists that are left out leave a page to its default; no groups at all are written as such. */
export function stringifySearch(search: Record<string, unknown>): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof one === "string" ? one !== "" : typeof one === "number" || typeof one === "boolean") out.append(name, String(one));
    }
  }
  if (Array.isArray(search["by"]) && search["by"].length === 0) out.append("by", "none");
  const text = out.toString();
  return text ? `?${text}` : "";
}

/** A parameter as a list, whether it stands there not at all, once or often. */
export const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : typeof value === "string" && value !== "" ? [value] : [];

/** A parameter that is one of some words, else nothing. */
export const oneOf = <T extends string>(value: unknown, words: readonly T[]): T | undefined => words.find((word) => word === value);

/**
 * Reads what a page knows of an address, and hides all else of it from the page: the router would hand on as it stands there what
 * the page has refused. `connection` belongs to every page, and is read by the root.
 */
export const readStrictly =
  <T extends object>(read: (search: Record<string, unknown>) => T) =>
  (search: Record<string, unknown>): T => {
    const hidden = Object.keys(search).filter((name) => name !== "connection");
    return {...Object.fromEntries(hidden.map((name) => [name, undefined])), ...read(search)};
  };
