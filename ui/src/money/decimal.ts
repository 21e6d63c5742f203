/**
 * Exact decimals, as the API writes them ("-123.4567"). An amount never becomes a Number where it is shown, added or compared;
 * for the height of a bar, and for that alone, there is `approximate`.
 */
export interface Decimal {
  /** The value is units · 10^-scale. */
  readonly units: bigint;
  readonly scale: number;
}

const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;

export const ZERO: Decimal = {units: 0n, scale: 0};

/** Reads an amount; throws a RangeError at what is none, since the contract promises that there are no such. */
export function decimal(text: string): Decimal {
  const [, sign, whole, fraction = ""] = PLAIN.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`no decimal: ${text}`);
  const units = BigInt(whole + fraction);
  return {units: sign ? -units : units, scale: fraction.length};
}

/** Whether a text is an amount. */
export const isDecimal = (text: string) => PLAIN.test(text);

function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.units * 10n ** BigInt(scale - a.scale), b.units * 10n ** BigInt(scale - b.scale), scale];
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = align(a, b);
  return {units: left + right, scale};
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = align(a, b);
  return {units: left - right, scale};
}

export const negate = (a: Decimal): Decimal => ({units: -a.units, scale: a.scale});
export const magnitude = (a: Decimal): Decimal => (a.units < 0n ? negate(a) : a);
export const isZero = (a: Decimal) => a.units === 0n;
export const isNegative = (a: Decimal) => a.units < 0n;

/** Negative, zero or positive, as sort() wants it. */
export function compare(a: Decimal, b: Decimal): number {
  const [left, right] = align(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export const sum = (amounts: Iterable<Decimal>): Decimal => {
  let total = ZERO;
  for (const amount of amounts) total = add(total, amount);
  return total;
};

/** Plain notation without trailing zeros: "-0.00000012", "0". */
export function toText(a: Decimal): string {
  const digits = fixedDigits(a, a.scale);
  const trimmed = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
  return (a.units < 0n ? "-" : "") + trimmed;
}

/** Rounded half away from zero to `digits` after the point, with its sign even where it reads as zero: "-0.00". */
export function toFixed(a: Decimal, digits: number): string {
  return (a.units < 0n ? "-" : "") + fixedDigits(rounded(a, digits), digits);
}

function rounded(a: Decimal, digits: number): Decimal {
  if (a.scale <= digits) return {units: a.units * 10n ** BigInt(digits - a.scale), scale: digits};
  const divisor = 10n ** BigInt(a.scale - digits);
  const whole = a.units / divisor;
  const rest = a.units % divisor;
  const away = (rest < 0n ? -rest : rest) * 2n >= divisor ? (a.units < 0n ? -1n : 1n) : 0n;
  return {units: whole + away, scale: digits};
}

function fixedDigits(a: Decimal, digits: number): string {
  const text = (a.units < 0n ? -a.units : a.units).toString().padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** part / whole · 100, rounded to `digits`; null of nothing. */
export function percentOf(part: Decimal, whole: Decimal, digits: number): Decimal | null {
  const [top, bottom] = align(part, whole);
  if (bottom === 0n) return null;
  // Two digits more than are kept, so that the rounding is that of the exact quotient but for a tie that no one can see.
  const scaled = (top * 10n ** BigInt(digits + 4)) / bottom;
  return rounded({units: scaled, scale: digits + 2}, digits);
}

/** For the length of a mark in a chart alone, never for an amount that is shown or added. */
export const approximate = (a: Decimal) => Number(toText(a));
