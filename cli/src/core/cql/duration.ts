import type { CqlValue } from "./value.js";

/** A value of CQL's type duration. */
type Duration = Extract<CqlValue, { readonly months: number }>;

/** Units from the largest: a text names them in this order, each once. */
const units = ["y", "mo", "w", "d", "h", "m", "s", "ms", "us", "ns"] as const;
type Unit = (typeof units)[number];
const monthsOf: Partial<Record<Unit, bigint>> = { y: 12n, mo: 1n };
const daysOf: Partial<Record<Unit, bigint>> = { w: 7n, d: 1n };
/** From the largest. */
const nanosecondsOf: Partial<Record<Unit, bigint>> = {
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1000n,
  ns: 1n,
};

/**
 * Reads the duration texts that the Java driver's CqlDuration.from reads: `1y3mo2h10m`, and ISO 8601 as `P1Y3MT2H10M`,
 * `P2W` or `P0001-03-00T02:10:00`. Undefined for any other text, and for a duration that is too large for Cassandra.
 */
export function durationOf(text: string): Duration | undefined {
  const negative = text.startsWith("-");
  const parts = partsOf(negative ? text.slice(1) : text);
  if (parts === undefined) return undefined;
  let last = -1;
  const sum = { months: 0n, days: 0n, nanoseconds: 0n };
  for (const [count, unit] of parts) {
    const index = units.indexOf(unit);
    if (index <= last) return undefined;
    last = index;
    sum.months += count * (monthsOf[unit] ?? 0n);
    sum.days += count * (daysOf[unit] ?? 0n);
    sum.nanoseconds += count * (nanosecondsOf[unit] ?? 0n);
  }
  if (sum.months > 2_147_483_647n || sum.days > 2_147_483_647n || sum.nanoseconds >= 2n ** 63n)
    return undefined;
  const sign = negative ? -1n : 1n;
  return {
    months: Number(sign * sum.months),
    days: Number(sign * sum.days),
    nanoseconds: sign * sum.nanoseconds,
  };
}

/** CQL's text of a duration: `1y2mo3d4h5m6s7ms8us9ns`, without the units that are zero; `0s` where all are. */
export function durationText({ months, days, nanoseconds }: Duration): string {
  const negative = months < 0 || days < 0 || nanoseconds < 0n;
  const wholeMonths = Math.abs(months);
  const amounts: (readonly [unit: string, amount: number | bigint])[] = [
    ["y", Math.trunc(wholeMonths / 12)],
    ["mo", wholeMonths % 12],
    ["d", Math.abs(days)],
  ];
  let rest = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  for (const [unit, size] of Object.entries(nanosecondsOf)) {
    amounts.push([unit, rest / size]);
    rest %= size;
  }
  const text = amounts.map(([unit, amount]) => (Number(amount) === 0 ? "" : `${amount}${unit}`)).join("");
  return text === "" ? "0s" : (negative ? "-" : "") + text;
}

type Part = readonly [count: bigint, unit: Unit];

function partsOf(text: string): readonly Part[] | undefined {
  if (!text.startsWith("P")) {
    const pattern = /(\d+)(y|mo|w|d|h|s|ms|us|µs|ns|m)/giy;
    const parts: Part[] = [];
    let end = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      end = pattern.lastIndex;
      const unit = (match[2] ?? "").toLowerCase().replace("µ", "u");
      parts.push([BigInt(match[1] ?? 0), unit as Unit]);
    }
    return end === text.length && parts.length > 0 ? parts : undefined;
  }
  const week = /^P(\d+)W$/.exec(text);
  if (week !== null) return [[BigInt(week[1] ?? 0), "w"]];
  const pattern = text.includes("-")
    ? /^P(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/
    : /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const order: readonly Unit[] = ["y", "mo", "d", "h", "m", "s"];
  return order.map((unit, index) => [BigInt(match[index + 1] ?? 0), unit] as const);
}
