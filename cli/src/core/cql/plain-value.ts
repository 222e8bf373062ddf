import type { CqlType, NativeTypeName } from "./type.js";
import type { CqlValue } from "./value.js";

/**
 * A CQL value as a reader knows it, and as JSON can hold it: timestamps, dates and times in ISO 8601, durations and
 * decimals in CQL's own text, lists, sets and tuples as arrays, maps and user-defined types as objects.
 */
export type PlainValue =
  string | number | bigint | boolean | null | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** @param type of the value; the two must fit */
export function plainValue(value: CqlValue | null, type: CqlType): PlainValue {
  if (value === null) return null;
  switch (type.kind) {
    case "native":
      return nativeValue(value, type.name);
    case "list":
    case "set":
    case "vector":
      return items(value).map((item) => plainValue(item, type.element));
    case "tuple":
      return items(value).map((item, index) => plainValue(item, type.elements[index] ?? text));
    case "map":
      return Object.fromEntries(
        items(value).map((entry) => {
          const [key = null, item = null] = items(entry);
          const plainKey = plainValue(key, type.key);
          return [
            typeof plainKey === "string" ? plainKey : plainText(plainKey),
            plainValue(item, type.value),
          ];
        }),
      );
    case "udt":
      return Object.fromEntries(
        type.fields.map((field, index) => [field.name, plainValue(items(value)[index] ?? null, field.type)]),
      );
  }
}

/** A plain value on one line: texts as they are, null as `null`, collections like JSON. */
export function plainText(value: PlainValue): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return String(value);
  return nestedText(value);
}

function nestedText(value: PlainValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(nestedText).join(", ")}]`;
  const fields = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${nestedText(item)}`);
  return `{${fields.join(", ")}}`;
}

const text: CqlType = { kind: "native", name: "text" };
const isList = (value: object): value is readonly PlainValue[] => Array.isArray(value);

function items(value: CqlValue | null): readonly (CqlValue | null)[] {
  return Array.isArray(value) ? (value as readonly (CqlValue | null)[]) : [];
}

function nativeValue(value: CqlValue, type: NativeTypeName): PlainValue {
  if (type === "timestamp") return instantText(value as bigint);
  if (type === "date") return dateText(value as number);
  if (type === "time") return timeText(value as bigint);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return value;
  if ("scale" in value) return decimalText(value.unscaled, value.scale);
  if ("months" in value) return durationText(value.months, value.days, value.nanoseconds);
  return null;
}

const furthestDate = 8_640_000_000_000_000n;
const millisecondsPerDay = 86_400_000;

/** ISO 8601 in UTC; beyond the years that a JavaScript Date can hold, the bare number of milliseconds. */
function instantText(milliseconds: bigint): string {
  if (milliseconds > furthestDate || milliseconds < -furthestDate) return `${milliseconds} ms`;
  return new Date(Number(milliseconds)).toISOString();
}

/** ISO 8601; beyond the years that a JavaScript Date can hold, the bare number of days since 1970. */
function dateText(days: number): string {
  const milliseconds = days * millisecondsPerDay;
  if (Math.abs(milliseconds) > Number(furthestDate)) return `${days} days`;
  return new Date(milliseconds).toISOString().replace(/T.*/, "");
}

/** `23:59:59.999999999`, with as many digits of the second as are not zero. */
function timeText(nanoseconds: bigint): string {
  const seconds = nanoseconds / 1_000_000_000n;
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  const clock = parts.map((part) => part.toString().padStart(2, "0")).join(":");
  const fraction = (nanoseconds % 1_000_000_000n).toString().padStart(9, "0").replace(/0+$/, "");
  return fraction === "" ? clock : `${clock}.${fraction}`;
}

function decimalText(unscaled: bigint, scale: number): string {
  if (scale < 0 || scale > 1000) return `${unscaled}E${-scale}`;
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  return `${unscaled < 0n ? "-" : ""}${whole}${scale === 0 ? "" : `.${digits.slice(-scale)}`}`;
}

/** CQL's own form: `1y2mo3d4h5m6s7ms8us9ns`. */
function durationText(months: number, days: number, nanoseconds: bigint): string {
  const negative = months < 0 || days < 0 || nanoseconds < 0n;
  const units: readonly (readonly [string, bigint])[] = [
    ["h", 3_600_000_000_000n],
    ["m", 60_000_000_000n],
    ["s", 1_000_000_000n],
    ["ms", 1_000_000n],
    ["us", 1_000n],
    ["ns", 1n],
  ];
  const amounts: (readonly [string, bigint])[] = [
    ["y", BigInt(Math.trunc(Math.abs(months) / 12))],
    ["mo", BigInt(Math.abs(months) % 12)],
    ["d", BigInt(Math.abs(days))],
  ];
  let rest = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  for (const [unit, size] of units) {
    amounts.push([unit, rest / size]);
    rest %= size;
  }
  const written = amounts.filter(([, amount]) => amount !== 0n).map(([unit, amount]) => `${amount}${unit}`);
  return written.length === 0 ? "0s" : `${negative ? "-" : ""}${written.join("")}`;
}
