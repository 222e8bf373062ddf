import type { PlainValue } from "../cql/plain-value.js";
import { dateText, timestampText, timeText } from "../cql/literal.js";
import { Decimal } from "../java/decimal.js";
import { Float64 } from "../java/floating-point.js";
import {
  type ConnectValue,
  DebeziumTime,
  entriesOf,
  hasNames,
  isList,
  JavaDate,
  LocalDate,
  LocalTime,
} from "../records/connect-value.js";

/** What a converter has made, for people and for JSON: times in ISO 8601, bytes as `0x` and hexadecimal digits. */
export function plainConnectValue(value: ConnectValue): PlainValue {
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map(plainConnectValue);
  if (value instanceof Uint8Array) return hexText(value);
  if (value instanceof Float64) return floatValue(value);
  if (value instanceof Decimal) return value.toPlainString();
  if (value instanceof JavaDate) return dateValue(value);
  if (value instanceof LocalDate) return dateText(value.days);
  if (value instanceof LocalTime) return timeText(value.nanoseconds);
  if (value instanceof DebeziumTime) return value.raw;
  if (!hasNames(value)) return String(value);
  return Object.fromEntries(
    Object.entries(entriesOf(value)).map(([name, field]) => [name, plainConnectValue(field)]),
  );
}

export const hexText = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString("hex")}`;

/** What JSON has no number for is a text. */
function floatValue(value: Float64): PlainValue {
  return Number.isFinite(value.value) ? value.value : String(value);
}

function dateValue({ milliseconds, logical }: JavaDate): string {
  const text = timestampText(milliseconds);
  return logical === "Date" ? text.slice(0, -14) : logical === "Time" ? text.slice(-13, -1) : text;
}
