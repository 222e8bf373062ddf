import { floorModulo } from "./floor.js";

/** Names of java.util.concurrent.TimeUnit, from the smallest. */
export const timeUnits = [
  "NANOSECONDS",
  "MICROSECONDS",
  "MILLISECONDS",
  "SECONDS",
  "MINUTES",
  "HOURS",
  "DAYS",
] as const;
export type TimeUnit = (typeof timeUnits)[number];

const nanoseconds: Readonly<Record<TimeUnit, bigint>> = {
  NANOSECONDS: 1n,
  MICROSECONDS: 1000n,
  MILLISECONDS: 1_000_000n,
  SECONDS: 1_000_000_000n,
  MINUTES: 60_000_000_000n,
  HOURS: 3_600_000_000_000n,
  DAYS: 86_400_000_000_000n,
};

const largest = 2n ** 63n - 1n;

/** Counts of a `codec.unit`, as the nanoseconds since 1970 that instants are here, and back. */
export interface EpochUnit {
  readonly toNanoseconds: (count: bigint) => bigint;
  /** Like TimeUnit.convert of seconds and of the rest: both are cut towards zero. */
  readonly fromNanoseconds: (instant: bigint) => bigint;
  /** Milliseconds of one count; below 1 for the smaller units. */
  readonly milliseconds: number;
}

export function epochUnit(unit: TimeUnit): EpochUnit {
  const size = nanoseconds[unit];
  const second = nanoseconds.SECONDS;
  return {
    milliseconds: Number(size) / 1e6,
    toNanoseconds: (count) => count * size,
    fromNanoseconds: (instant) => {
      const rest = floorModulo(instant, second);
      return BigInt.asIntN(64, (instant - rest) / size + rest / size);
    },
  };
}

/** TimeUnit.toMicros and toSeconds: cut towards zero, and held at the ends of a Java long. */
export function convertUnit(count: bigint, from: TimeUnit, to: TimeUnit): bigint {
  const converted = (count * nanoseconds[from]) / nanoseconds[to];
  if (converted > largest) return largest;
  return converted < -largest - 1n ? -largest - 1n : converted;
}
