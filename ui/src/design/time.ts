// Days and times for people. Billing days are days in UTC, so nothing here looks at the zone of the browser.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "16 Oct 2026" of "2026-10-16"; what is no day is given back. */
export function dayText(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})/.exec(day) ?? [];
  return year && month && date ? `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}` : day;
}

/** "Oct 2026" of "2026-10". */
export function monthText(month: string): string {
  const [, year, number] = /^(\d{4})-(\d{2})/.exec(month) ?? [];
  return year && number ? `${MONTHS[Number(number) - 1] ?? number} ${year}` : month;
}

/** "16 Oct 2026, 14:05 UTC". */
export function timeText(time: string): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  const iso = at.toISOString();
  return `${dayText(iso)}, ${iso.slice(11, 16)} UTC`;
}

/** "45 s", "12 min", "3 h", "5 days": the largest unit that says enough. */
export function ageText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(whole / 3600);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(whole / 86400)} days`;
}

/** "in 3 h", or "now" for what is due. */
export function untilText(seconds: number): string {
  return seconds <= 0 ? "now" : `in ${ageText(seconds)}`;
}

/** "850 ms", "2.4 s": how long something took. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** Moves a day by whole days, in UTC. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Moves a day by whole months; a day that the month lacks becomes its last. */
export function addMonths(day: string, months: number): string {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7)) - 1 + months;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const date = Math.min(Number(day.slice(8, 10)), last);
  return new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** "1 – 15 Oct 2026" of an interval whose end is excluded; the last day is the one that is said. */
export function intervalText(from: string, to: string): string {
  const last = addDays(to, -1);
  if (last <= from) return dayText(from);
  if (from.slice(0, 7) === last.slice(0, 7)) return `${Number(from.slice(8, 10))} – ${dayText(last)}`;
  if (from.slice(0, 4) === last.slice(0, 4)) return `${dayText(from).slice(0, -5)} – ${dayText(last)}`;
  return `${dayText(from)} – ${dayText(last)}`;
}
