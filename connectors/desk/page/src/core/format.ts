// Amounts, dates and times as Swedes write them. An amount that is missing is not zero and has no figure.
import type { Timestamp } from "@bufbuild/protobuf/wkt";

import type { Money } from "../gen/medarbetare/v1/money_pb.js";

const DAY_MS = 86_400_000;
const ZONE = "Europe/Stockholm";
const kronor = new Intl.NumberFormat("sv-SE", { maximumFractionDigits: 0 });
const oren = new Intl.NumberFormat("sv-SE", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const dayFormat = new Intl.DateTimeFormat("sv-SE", { weekday: "short", day: "numeric", month: "short", timeZone: ZONE });
const monthFormat = new Intl.DateTimeFormat("sv-SE", { month: "long", year: "numeric", timeZone: "UTC" });
const timeFormat = new Intl.DateTimeFormat("sv-SE", {
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", timeZone: ZONE,
});
const clockFormat = new Intl.DateTimeFormat("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const isoFormat = new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: ZONE });

// "svenska" for "sv"; a tag without a Swedish name stays as it is.
export function languageWord(tag: string): string {
  try {
    return new Intl.DisplayNames("sv", { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function krOfOre(ore: bigint): string {
  const whole = ore % 100n === 0n;
  return `${whole ? kronor.format(Number(ore / 100n)) : oren.format(Number(ore) / 100)}\u00a0kr`;
}

export const kr = (money: Money | undefined, missing = "–"): string => (money === undefined ? missing : krOfOre(money.ore));

// What a person types: "4 904", "4904,50", "4904.5 kr". Undefined where it is no amount.
export function oreOf(text: string): bigint | undefined {
  const plain = text.replace(/kr$/i, "").replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!found) return undefined;
  return BigInt(found[1]!) * 100n + BigInt((found[2] ?? "").padEnd(2, "0"));
}

export const typed = (ore: bigint): string => (ore % 100n === 0n ? `${ore / 100n}` : `${ore / 100n},${`${ore % 100n}`.padStart(2, "0")}`);

export const dateOf = (time: Timestamp | undefined): Date | undefined =>
  time === undefined ? undefined : new Date(Number(time.seconds) * 1000 + Math.floor(time.nanos / 1e6));

export const today = (): string => isoFormat.format(new Date());

export function moment(time: Timestamp | undefined, missing = "okänt"): string {
  const at = dateOf(time);
  return at === undefined ? missing : timeFormat.format(at);
}

export const clock = (at: Date): string => clockFormat.format(at);

// "fre 28 nov."
export function day(date: string): string {
  return date === "" ? "–" : dayFormat.format(new Date(`${date}T12:00:00Z`));
}

export function month(text: string): string {
  return text === "" ? "–" : monthFormat.format(new Date(`${text}-15T00:00:00Z`));
}

export function daysUntil(date: string, from = today()): number {
  return Math.round((Date.parse(`${date}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / DAY_MS);
}

// "i dag", "om 3 dagar", "2 dagar för sent"
export function distance(date: string, from = today()): string {
  const days = daysUntil(date, from);
  if (days === 0) return "i dag";
  if (days === 1) return "i morgon";
  if (days === -1) return "i går";
  return days > 0 ? `om ${days} dagar` : `${-days} dagar sedan`;
}

export function age(time: Timestamp | undefined, now = Date.now()): string {
  const at = dateOf(time);
  if (at === undefined) return "–";
  const minutes = Math.max(0, Math.round((now - at.getTime()) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} tim`;
  return `${Math.round(minutes / 1440)} dagar`;
}

// The year and the check digits of a number stay hidden until they are asked for.
export const masked = (number: string): string => (number.length === 12 ? `${number.slice(0, 8)}-••••` : number === "" ? "saknas" : "••••");
export const shown = (number: string): string => (number.length === 12 ? `${number.slice(0, 8)}-${number.slice(8)}` : number);

export function period(one: { fromDate: string; toDate: string } | undefined): string {
  if (one === undefined || (one.fromDate === "" && one.toDate === "")) return "–";
  return `${one.fromDate || "…"} – ${one.toDate || "tills vidare"}`;
}
