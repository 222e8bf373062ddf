import { longestTimeToLive } from "../../cql/limits.js";
import { floorDivide } from "../../java/floor.js";
import { integer } from "../../java/number.js";
import { readNumber } from "./numbers.js";
import { type Expiry, never, someTimeFrom } from "../../rows/expiry.js";
import { convertUnit } from "../../java/time-unit.js";
import { mappedField } from "../../mapping/mapped-field.js";
import type { MappedTableSettings } from "../../mapping/same-names.js";
import { DebeziumTime, JavaDate, type ConnectValue } from "../../records/connect-value.js";
import { fieldReader, type ParsedRecord } from "./record-reader.js";
import { Instant, meaningOf } from "./logical-times.js";
import { isTime, latestTime } from "./time-order.js";
import { UnpredictableValue, refuse } from "../../refusal.js";
import type { Codec } from "./codec.js";
import type { NonNullValue } from "./conversion.js";

/** Reads the write time that a record sets by `__timestamp`, in microseconds; undefined where the record's time counts. */
export function writeTimeReader(
  settings: MappedTableSettings,
  codec: Codec,
): (parsed: ParsedRecord) => number | undefined {
  const read = targetReader("timestamp", settings);
  return (parsed) => {
    const value = read(parsed);
    if (value === null) return undefined;
    if (value instanceof JavaDate) return exactNumber(inRange(value.milliseconds * 1000n));
    const meaning = value instanceof DebeziumTime ? meaningOf(value) : undefined;
    if (meaning instanceof Instant) return exactNumber(inRange(floorDivide(meaning.nanoseconds, 1000n)));
    const count = wholeNumber(value, "__timestamp", codec);
    return count === null ? undefined : exactNumber(inMicroseconds(count, settings.timestampTimeUnit));
  };
}

/** Milliseconds since the Unix epoch: the last moment that 31 bits of seconds hold (CASSANDRA-14092). */
const latestExpiry = Date.UTC(2038, 0, 19, 3, 14, 6);

/**
 * Reads when a record's row expires; undefined where neither the record (`__ttl`) nor the table's `ttl` setting gives it
 * a time to live. The sink writes what remains of a time to live since the record's time, or all of it where the record
 * has no time.
 * @param now milliseconds since the Unix epoch
 */
export function expiryReader(
  settings: MappedTableSettings,
  codec: Codec,
  now: number,
): (parsed: ParsedRecord) => Expiry | undefined {
  const read = targetReader("ttl", settings);
  return (parsed) => {
    const value = read(parsed);
    const mapped = value === null ? null : wholeNumber(value, "__ttl", codec);
    const count = mapped === null ? BigInt(settings.ttl) : mapped < 0n ? 0n : mapped;
    if (count < 0n) return undefined;
    const converted = convertUnit(count, settings.ttlTimeUnit, "SECONDS");
    const seconds = count > 0n && converted === 0n ? 1n : converted;
    if (seconds > longestTimeToLive)
      return refuse("__ttl is longer than 20 years, which is Cassandra's limit");
    const { timestamp } = parsed.record;
    if (seconds === 0n) return never;
    if ((isTime(timestamp) ? timestamp : now) + Number(seconds) * 1000 > latestExpiry)
      throw new UnpredictableValue(
        "not modelled",
        "its time to live ends after 2038-01-19, which Cassandra refuses unless its storage_compatibility_mode is NONE",
      );
    return isTime(timestamp) ? Math.max(1, timestamp + Number(seconds) * 1000) : someTimeFrom(now);
  };
}

function targetReader(
  target: "ttl" | "timestamp",
  { mapping }: MappedTableSettings,
): (parsed: ParsedRecord) => ConnectValue {
  const field = mappedField(mapping, target);
  if (field === undefined || field.source === "now") return () => null;
  const read = fieldReader(field);
  return (parsed) => read(parsed).value ?? null;
}

function wholeNumber(value: NonNullValue, target: string, codec: Codec): bigint | null {
  const number = readNumber(value, codec);
  return number === null ? null : integer(number, 64n, target);
}

function inMicroseconds(count: bigint, unit: MappedTableSettings["timestampTimeUnit"]): bigint {
  if (unit !== "NANOSECONDS") return inRange(count * convertUnit(1n, unit, "MICROSECONDS"));
  return inRange(floorDivide(count, 1000n));
}

/** @throws UnpredictableValue beyond 2^53, where two write times would become the same number */
function exactNumber(microseconds: bigint): number {
  const number = Number(microseconds);
  if (Number.isSafeInteger(number)) return number;
  throw new UnpredictableValue(
    "write time",
    "__timestamp is beyond 2^53 microseconds, where verify cannot order records",
  );
}

function inRange(microseconds: bigint): bigint {
  const latest = 1000n * BigInt(latestTime);
  return microseconds < latest && microseconds > -latest
    ? microseconds
    : refuse("__timestamp is beyond the year 5138");
}
