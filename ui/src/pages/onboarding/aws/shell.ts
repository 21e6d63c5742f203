/** A word for a shell's command line, quoted where it has to be. */
export function shellQuote(text: string): string {
  return /^[\w\-./:=@,+%]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The names nearest to one that is not there: those that a slip of the keys or a missing part makes of it. At most three. */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
  const text = wanted.toLowerCase();
  if (text === "") return [];
  return names
    .map((name) => ({name, away: distance(text, name.toLowerCase()), isPart: name.toLowerCase().includes(text) || text.includes(name.toLowerCase())}))
    .filter((one) => one.isPart || one.away <= Math.max(1, Math.floor(text.length / 3)))
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map((one) => one.name);
}

const LENGTH_MAX = 64;

/** How many letters have to be changed, added or left out to make one of the other. */
function distance(a: string, b: string): number {
  if (a.length > LENGTH_MAX || b.length > LENGTH_MAX) return a === b ? 0 : LENGTH_MAX;
  let row = Array.from({length: b.length + 1}, (_, at) => at);
  for (let i = 1; i <= a.length; ++i) {
    const next = [i];
    for (let j = 1; j <= b.length; ++j) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
