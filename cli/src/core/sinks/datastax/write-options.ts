import { longestTimeToLive } from "../../cql/limits.js";
import { isNumber, type JavaNumber } from "../../java/number.js";
import { convertUnit, type TimeUnit } from "../../java/time-unit.js";
import { mappedField } from "../../mapping/mapped-field.js";
import type { MappedTableSettings } from "../../mapping/same-names.js";
import type { ConnectValue } from "../../records/connect-value.js";
import { Decimal } from "../../java/decimal.js";
import { Float64 } from "../../java/floating-point.js";
import { refuse } from "../../refusal.js";
import { type Expiry, someTimeFrom } from "../../rows/expiry.js";
import { fieldReader, type ParsedRecord } from "./record-reader.js";

/** Reads the write time that a record sets by `__timestamp`, in microseconds; undefined where the record's time counts. */
export function writeTimeReader({
  mapping,
  timestampTimeUnit,
}: MappedTableSettings): (parsed: ParsedRecord) => number | undefined {
  const field = mappedField(mapping, "timestamp");
  if (field === undefined) return () => undefined;
  const read = fieldReader(field);
  return (parsed) => {
    const value = read(parsed);
    if (value === undefined) return undefined;
    if (!isNumber(value)) return refuse("the field of __timestamp is no number");
    return Number(converted(value, timestampTimeUnit, "MICROSECONDS"));
  };
}

/**
 * Reads when a record's row expires; undefined where neither the record (`__ttl`) nor the table's `ttl` setting gives it
 * a time to live. That runs from the write, which comes after the record's time.
 */
export function expiryReader(settings: MappedTableSettings): (parsed: ParsedRecord) => Expiry | undefined {
  const seconds = secondsReader(settings);
  return (parsed) => {
    const timeToLive = seconds(parsed);
    return timeToLive === 0 ? undefined : someTimeFrom(parsed.record.timestamp + timeToLive * 1000);
  };
}

/** Time to live in seconds; 0 is for ever. */
function secondsReader({ mapping, ttl, ttlTimeUnit }: MappedTableSettings): (parsed: ParsedRecord) => number {
  const field = mappedField(mapping, "ttl");
  if (field === undefined) {
    const seconds = ttl === -1 ? 0 : Number(convertUnit(BigInt(ttl), ttlTimeUnit, "SECONDS"));
    return () => seconds;
  }
  const read = fieldReader(field);
  return (parsed) => {
    const value = read(parsed);
    // A value without any fields may lack `__ttl`; the statement then holds no setting's time to live either.
    return value === undefined ? 0 : secondsOf(value, ttlTimeUnit);
  };
}

/** Everything negative is 0. */
function secondsOf(value: ConnectValue, unit: TimeUnit): number {
  if (!isNumber(value)) return refuse("the field of __ttl is no number");
  if (toLong(value) < 0n) return 0;
  const seconds = converted(value, unit, "SECONDS");
  if (seconds > longestTimeToLive)
    return refuse(`a time to live of ${seconds} s is beyond the 20 years the server takes`);
  return seconds < 0n ? 0 : Number(seconds);
}

/** The sink keeps the number's Java type: of an Integer, the result is cut to 32 bits, so 2,345,678 s overflow as µs. */
function converted(value: JavaNumber, from: TimeUnit, to: TimeUnit): bigint {
  const count = toLong(value);
  const result = convertUnit(count, from, to);
  const isInteger = typeof value === "number" && BigInt.asIntN(32, count) === count;
  return isInteger ? BigInt.asIntN(32, result) : result;
}

/** Number.longValue of Java. */
function toLong(value: JavaNumber): bigint {
  if (value instanceof Decimal) return value.toInt64();
  if (value instanceof Float64) return BigInt.asIntN(64, BigInt(Math.trunc(value.value)));
  return BigInt.asIntN(64, BigInt(value));
}
