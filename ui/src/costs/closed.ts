import type {Provenance} from "@/api/types";

export interface Interval {
  from: string;
  /** Excluded. */
  to: string;
}

/**
 * The days of an answer that are over: the day on which its figures were read had not ended then, and half a day must not be
 * held against a whole one. Null where none is.
 */
export function closedDays(provenance: Pick<Provenance, "from" | "to" | "sources">): Interval | null {
  let to = provenance.to;
  for (const source of provenance.sources as readonly {newest_snapshot?: unknown}[]) {
    const read = typeof source.newest_snapshot === "string" ? source.newest_snapshot.slice(0, 10) : "";
    if (read !== "" && read < to) to = read;
  }
  return to > provenance.from ? {from: provenance.from, to} : null;
}
