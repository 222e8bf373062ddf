import { longestTimeToLive } from "../../cql/limits.js";
import { isNumber, type JavaNumber } from "../../java/number.js";
import { convertUnit, type TimeUnit } from "../../java/time-unit.js";
import type { ConnectValue } from "../../records/connect-value.js";
import { Decimal } from "../../java/decimal.js";
import { Float64 } from "../../java/floating-point.js";
import { refuse } from "../../refusal.js";

/**
 * The write time that `__timestamp` gives, in microseconds. The engine keeps the number's own Java type, so the
 * microseconds of a number that fits into 32 bits are cut to 32 bits.
 */
export function writeTimeOf(value: ConnectValue | undefined, unit: TimeUnit): number {
  if (!isNumber(value)) return refuse("the field of __timestamp is no number");
  return Number(converted(value, unit, "MICROSECONDS"));
}

/** The time to live that `__ttl` gives, in seconds; 0 is for ever, and so is anything negative. */
export function ttlOf(value: ConnectValue | undefined, unit: TimeUnit): number {
  if (!isNumber(value)) return refuse("the field of __ttl is no number");
  if (whole(value) < 0n) return 0;
  const seconds = converted(value, unit, "SECONDS");
  if (seconds > longestTimeToLive)
    return refuse(`a time to live of ${seconds} s is beyond the 20 years the server takes`);
  return seconds < 0n ? 0 : Number(seconds);
}

function converted(value: JavaNumber, from: TimeUnit, to: TimeUnit): bigint {
  const count = whole(value);
  const result = convertUnit(count, from, to);
  const isInteger = typeof value === "number" && BigInt.asIntN(32, count) === count;
  return isInteger ? BigInt.asIntN(32, result) : result;
}

/** Number.longValue of Java. */
function whole(value: JavaNumber): bigint {
  if (value instanceof Decimal) return value.toInt64();
  if (value instanceof Float64) return BigInt.asIntN(64, BigInt(Math.trunc(value.value)));
  return BigInt.asIntN(64, BigInt(value));
}
