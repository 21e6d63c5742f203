import type {Decimal} from "./decimal";
import {compare, isNegative, isZero, magnitude, percentOf, subtract, toFixed} from "./decimal";

// The signs of currencies that have one of their own; any other stands as its code.
const SIGNS: Record<string, string> = {USD: "$", EUR: "€", GBP: "£", JPY: "¥", INR: "₹", CNY: "CN¥"};
const MINUS = "−";

const apart = (text: string) => text.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/**
 * An amount for people, in the same words as the terminal's: two digits after the point, thousands apart; what would read as
 * zero and is none says so: "$1,234.50", "−$0.20", "<$0.01", "1,234.50 SEK".
 */
export function moneyText(amount: Decimal, currency: string | null | undefined): string {
  const fixed = toFixed(magnitude(amount), 2);
  const tiny = fixed === "0.00" && !isZero(amount);
  const [whole = "0", cents = "00"] = (tiny ? "0.01" : fixed).split(".");
  const sign = isNegative(amount) ? MINUS : "";
  const symbol = currency ? SIGNS[currency] : undefined;
  const number = `${apart(whole)}.${cents}`;
  const text = symbol ? `${symbol}${number}` : currency ? `${number} ${currency}` : number;
  return `${sign}${tiny ? "<" : ""}${text}`;
}

/** As moneyText, with a plus sign: for changes. */
export function signedMoneyText(amount: Decimal, currency: string | null | undefined): string {
  const text = moneyText(amount, currency);
  return isZero(amount) || isNegative(amount) ? text : `+${text}`;
}

/** How far `after` is from `before`, in the terminal's words: "+12.3%", "−4.0%", "new", "gone", "=". */
export function changeText(before: Decimal, after: Decimal): string {
  if (compare(before, after) === 0) return "=";
  if (isZero(before)) return "new";
  if (isZero(after)) return "gone";
  const ratio = percentOf(subtract(after, before), magnitude(before), 1);
  if (!ratio) return "";
  const size = magnitude(ratio);
  const sign = isNegative(ratio) ? MINUS : "+";
  if (compare(size, {units: 1000n, scale: 0}) >= 0) return isNegative(ratio) ? `<${MINUS}999%` : ">+999%";
  return `${sign}${toFixed(size, compare(size, {units: 10n, scale: 0}) < 0 ? 1 : 0)}%`;
}

/** A part of a whole: "12.3%", "<0.1%", empty where there is no whole. */
export function shareText(part: Decimal, whole: Decimal): string {
  const share = percentOf(part, whole, 1);
  if (!share) return "";
  if (isZero(share) && !isZero(part)) return "<0.1%";
  return `${isNegative(share) ? MINUS : ""}${toFixed(magnitude(share), 1)}%`;
}

/** For the marks on an axis, which are no amounts of anything: "$1.5k". */
export function axisText(value: number, currency: string | null | undefined): string {
  const symbol = currency ? (SIGNS[currency] ?? "") : "";
  const size = Math.abs(value);
  const [divisor, unit] = size >= 1e9 ? [1e9, "bn"] : size >= 1e6 ? [1e6, "M"] : size >= 1e3 ? [1e3, "k"] : [1, ""];
  const number = Number((size / divisor).toPrecision(3)).toString();
  return `${value < 0 ? MINUS : ""}${symbol}${number}${unit}`;
}
