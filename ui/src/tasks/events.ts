// What comes with the events of tasks is read as it is, since it came over a stream: what is malformed is left out.

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const textIn = (record: Record<string, unknown>, key: string): string => {
  const value = record[key];
  return typeof value === "string" ? value : "";
};

export const numberIn = (record: Record<string, unknown>, key: string): number => {
  const value = record[key];
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
};

export const listIn = (record: Record<string, unknown>, key: string): unknown[] => {
  const value = record[key];
  return Array.isArray(value) ? value : [];
};

export const textsIn = (record: Record<string, unknown>, key: string): string[] =>
  listIn(record, key).filter((value) => typeof value === "string");
