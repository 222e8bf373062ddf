import { longestTimeToLive } from "../../cql/limits.js";
import { floorDivide } from "../../java/floor.js";
import { integer } from "../../java/number.js";
import { numberReader } from "./numbers.js";
import { convertUnit } from "../../java/time-unit.js";
import type { MappedTableSettings } from "../../mapping/same-names.js";
import { JavaDate, type ConnectValue } from "../../records/connect-value.js";
import type { RecordReader, TakenRecord } from "./record-reader.js";
import { isTime } from "./time-order.js";
import { UnpredictableValue, refuse } from "../../refusal.js";
import type { Codec } from "./codec.js";

/** Microseconds that a record itself sets by `__timestamp`; undefined where its own time counts. */
export function writeTimeReader(
  settings: MappedTableSettings,
  context: Codec,
  reader: RecordReader,
): (taken: TakenRecord) => number | undefined {
  const read = targetReader("timestamp", settings, reader);
  const amount = amountReader(context, "__timestamp");
  return (taken) => {
    const value = read(taken);
    if (value === null) return undefined;
    if (value instanceof JavaDate) return exact(inRange(value.milliseconds * 1000n));
    const count = amount(value);
    return count === null ? undefined : exact(inMicroseconds(count, settings.timestampTimeUnit));
  };
}

/**
 * Milliseconds since the Unix epoch at which a record's row ends, at the earliest; 0 is never, and undefined where
 * neither record nor settings say anything. The sink writes what remains of a time to live since the record's time,
 * or all of it where the record has no time; at least a second.
 */
export function expiryReader(
  settings: MappedTableSettings,
  context: Codec,
  reader: RecordReader,
  now: number,
): (taken: TakenRecord) => number | undefined {
  const read = targetReader("ttl", settings, reader);
  const amount = amountReader(context, "__ttl");
  return (taken) => {
    const value = read(taken);
    const mapped = value === null ? null : amount(value);
    const count = mapped === null ? BigInt(settings.ttl) : mapped < 0n ? 0n : mapped;
    if (count < 0n) return undefined;
    const whole = convertUnit(count, settings.ttlTimeUnit, "SECONDS");
    const seconds = count > 0n && whole === 0n ? 1n : whole;
    if (seconds > longestTimeToLive)
      return refuse("__ttl is longer than 20 years, which is Cassandra's limit");
    const { timestamp } = taken.record;
    if (seconds === 0n) return 0;
    return isTime(timestamp) ? timestamp + Number(seconds) * 1000 : now;
  };
}

function targetReader(
  target: "ttl" | "timestamp",
  { mapping }: MappedTableSettings,
  reader: RecordReader,
): (taken: TakenRecord) => ConnectValue {
  const field = mapping.entries.find((entry) => entry.target === target)?.field;
  if (field === undefined || field.source === "now") return () => null;
  const read = reader.field(field);
  return (taken) => read(taken).value ?? null;
}

function amountReader(context: Codec, target: string): (value: Exclude<ConnectValue, null>) => bigint | null {
  const numbers = numberReader(context);
  return (value) => {
    const number = numbers(value);
    return number === null ? null : integer(number, 64n, target);
  };
}

function inMicroseconds(count: bigint, unit: MappedTableSettings["timestampTimeUnit"]): bigint {
  if (unit !== "NANOSECONDS") return inRange(count * convertUnit(1n, unit, "MICROSECONDS"));
  return floorDivide(count, 1000n);
}

/** @throws UnpredictableValue where two write times would be one */
function exact(microseconds: bigint): number {
  const number = Number(microseconds);
  if (Number.isSafeInteger(number)) return number;
  throw new UnpredictableValue("__timestamp is beyond 2^53 microseconds, where verify cannot order records");
}

function inRange(microseconds: bigint): bigint {
  return BigInt.asIntN(64, microseconds) === microseconds
    ? microseconds
    : refuse("__timestamp is out of range for a write time");
}
