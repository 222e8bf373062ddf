import type { CqlType } from "#cli/core/cql/type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import type { Random } from "#cli/core/generate/random.js";
import { pick } from "#test/support/random-values/pick.js";

type Items = readonly (CqlValue | null)[];

/**
 * Another value of the type that differs by as little as there is: the next number, the last bit, one character, one
 * part of a collection. Undefined where a value has nothing to alter, as an empty collection.
 */
export function leastStep(type: CqlType, value: CqlValue, random: Random): CqlValue | undefined {
  switch (type.kind) {
    case "native":
      return steps[type.name](value, random);
    case "list":
    case "set":
    case "vector":
      return oneOf(value as Items, () => type.element, random);
    case "tuple":
      return oneOf(value as Items, (index) => type.elements[index], random);
    case "udt":
      return oneOf(value as Items, (index) => type.fields[index]?.type, random);
    case "map": {
      const [keys, values] = [0, 1].map((part) =>
        (value as Items).map((pair) => (pair as Items)[part] ?? null),
      );
      const changed = oneOf(values ?? [], () => type.value, random) as Items | undefined;
      return changed?.map((element, index) => [keys?.[index] ?? null, element]);
    }
  }
}

function oneOf(
  items: Items,
  typeOf: (index: number) => CqlType | undefined,
  random: Random,
): CqlValue | undefined {
  const candidates = items.flatMap((item, index) => {
    const type = typeOf(index);
    const next = item === null || type === undefined ? undefined : leastStep(type, item, random);
    return next === undefined ? [] : [items.with(index, next)];
  });
  return candidates.length === 0 ? undefined : pick(random, candidates);
}

type Step = (value: CqlValue, random: Random) => CqlValue | undefined;

const whole =
  (bits: number): Step =>
  (value) =>
    Number(BigInt.asIntN(bits, BigInt(value as number) + 1n));
const long: Step = (value) => BigInt.asIntN(64, (value as bigint) + 1n);
const ascii: Step = (value, random) => pick(random, ascents(value as string));
const text: Step = (value, random) => {
  const written = value as string;
  // A name that is there twice means the same to most who read it.
  const repeated = written.startsWith("{") ? [written.replace("{", '{"a":1,')] : [];
  return pick(random, [...ascents(written), `${written}\u0301`, `${written}\u0000`, ...repeated]);
};

/** One character more, one fewer, another one. */
function ascents(value: string): readonly string[] {
  const swapped = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
  const last = value.at(-1) === "y" ? "z" : "y";
  const all = [`${value} `, ` ${value}`, `${value}0`, value.slice(0, -1), swapped, value.slice(0, -1) + last];
  return all.filter((other) => other !== value);
}

const double: Step = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value as number);
  bytes.writeBigInt64BE(bytes.readBigInt64BE() ^ 1n);
  const next = bytes.readDoubleBE();
  return Number.isFinite(next) ? next : undefined;
};
const float: Step = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatBE(value as number);
  bytes.writeInt32BE(bytes.readInt32BE() ^ 1);
  const next = bytes.readFloatBE();
  return Number.isFinite(next) ? next : undefined;
};
/** The last bit of a text that ends with a hexadecimal digit. */
function lastBit(text: string): string {
  return text.slice(0, -1) + (parseInt(text.slice(-1), 16) ^ 1).toString(16);
}
const digit: Step = (value) => lastBit(value as string);
const blob: Step = (value) => (value === "0x" ? "0x00" : lastBit(value as string));

const steps: Readonly<Record<Extract<CqlType, { kind: "native" }>["name"], Step>> = {
  ascii,
  text,
  tinyint: whole(8),
  smallint: whole(16),
  int: whole(32),
  bigint: long,
  counter: () => undefined,
  varint: (value) => (value as bigint) + 1n,
  decimal: (value, random) => {
    const { unscaled, scale } = value as { readonly unscaled: bigint; readonly scale: number };
    return pick(random, [
      { unscaled: unscaled + 1n, scale },
      { unscaled: unscaled * 10n, scale: scale + 1 },
    ]);
  },
  boolean: (value) => value !== true,
  float,
  double,
  timestamp: (value) => (value as bigint) + 1n,
  date: (value) => (value as number) + 1,
  time: (value) => ((value as bigint) + 1n) % 86_400_000_000_000n,
  duration: (value) => {
    const { months, days, nanoseconds } = value as { months: number; days: number; nanoseconds: bigint };
    const sign = months < 0 || days < 0 || nanoseconds < 0n ? -1n : 1n;
    return { months, days, nanoseconds: nanoseconds + sign };
  },
  uuid: digit,
  timeuuid: digit,
  inet: (value) => {
    const address = value as string;
    if (address.includes(":")) return address.endsWith(":") ? `${address}1` : lastBit(address);
    return address.replace(/\d+$/, (last) => String(Number(last) ^ 1));
  },
  blob,
};
