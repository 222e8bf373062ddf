import type { CqlValue } from "./value.js";

/** Units from the largest; the driver wants them in this order, each once. */
const units = ["y", "mo", "w", "d", "h", "m", "s", "ms", "us", "ns"] as const;
type Unit = (typeof units)[number];
const months: Partial<Record<Unit, bigint>> = { y: 12n, mo: 1n };
const days: Partial<Record<Unit, bigint>> = { w: 7n, d: 1n };
const nanoseconds: Partial<Record<Unit, bigint>> = {
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1000n,
  ns: 1n,
};

/** `1y3mo2h10m`, and ISO 8601 as `P1Y3MT2H10M`, `P2W` or `P0001-03-00T02:10:00`; undefined for anything else. */
export function durationOf(text: string): CqlValue | undefined {
  const negative = text.startsWith("-");
  const parts = partsOf(negative ? text.slice(1) : text);
  if (parts === undefined) return undefined;
  let last = -1;
  const sum = { months: 0n, days: 0n, nanoseconds: 0n };
  for (const [count, unit] of parts) {
    const place = units.indexOf(unit);
    if (place <= last) return undefined;
    last = place;
    sum.months += count * (months[unit] ?? 0n);
    sum.days += count * (days[unit] ?? 0n);
    sum.nanoseconds += count * (nanoseconds[unit] ?? 0n);
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
