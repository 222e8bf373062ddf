import { floorModulo } from "./floor.js";

/** The constants of java.util.concurrent.TimeUnit, from the smallest. */
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

/** Nanoseconds of one unit. */
const nanoseconds: Readonly<Record<TimeUnit, bigint>> = {
  NANOSECONDS: 1n,
  MICROSECONDS: 1000n,
  MILLISECONDS: 1_000_000n,
  SECONDS: 1_000_000_000n,
  MINUTES: 60_000_000_000n,
  HOURS: 3_600_000_000_000n,
  DAYS: 86_400_000_000_000n,
};

/** Long.MAX_VALUE. */
const largest = 2n ** 63n - 1n;

/** Converts between counts of one unit and instants, which are nanoseconds since 1970-01-01T00:00Z. */
export interface EpochUnit {
  readonly toNanoseconds: (count: bigint) => bigint;
  /**
   * TimeUnit.convert of the whole seconds plus that of the rest, each cut towards zero. The seconds end at the greatest
   * and least long: nanoseconds in 2262.
   */
  readonly fromNanoseconds: (instant: bigint) => bigint;
  /** Milliseconds of one unit; below 1 for the smaller ones. */
  readonly milliseconds: number;
}

/** The unit that `codec.unit` names, in which UNITS_SINCE_EPOCH counts. */
export function epochUnit(unit: TimeUnit): EpochUnit {
  const size = nanoseconds[unit];
  const second = nanoseconds.SECONDS;
  return {
    milliseconds: Number(size) / 1e6,
    toNanoseconds: (count) => count * size,
    fromNanoseconds: (instant) => {
      const rest = floorModulo(instant, second);
      const seconds = convertUnit((instant - rest) / second, "SECONDS", unit);
      return BigInt.asIntN(64, seconds + rest / size);
    },
  };
}

/** TimeUnit.convert: cut towards zero; a result beyond a Java long becomes the greatest or least long. */
export function convertUnit(count: bigint, from: TimeUnit, to: TimeUnit): bigint {
  const converted = (count * nanoseconds[from]) / nanoseconds[to];
  if (converted > largest) return largest;
  return converted < -largest - 1n ? -largest - 1n : converted;
}
