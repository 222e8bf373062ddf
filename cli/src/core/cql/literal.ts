import { dateOf, millisecondsPerDay } from "../java/calendar.js";
import { floorDivide, floorModulo } from "../java/floor.js";
import { Decimal } from "../java/decimal.js";
import { shortName } from "./name.js";
import type { CqlType, NativeTypeName } from "./type.js";
import type { CqlValue } from "./value.js";

/**
 * A value as a canonical CQL literal: two values of one type are equal exactly when their literals are. Elements of sets
 * and keys of maps are sorted by their literals, and decimals have no trailing zeros (1.50 is 1.5).
 */
export function cqlLiteral(type: CqlType, value: CqlValue | null): string {
  return value === null ? "null" : literalWriter(type)(value);
}

/** Writes the literals of one type; make it once for many values. */
export function literalWriter(type: CqlType): LiteralWriter {
  return writerOf(type, strippedDecimal);
}

/**
 * As {@link literalWriter}, but two values of one type have the same literal exactly when their bytes are the same, as in
 * a partition key: the decimals 1.0 and 1.00 are two.
 */
export function exactLiteralWriter(type: CqlType): LiteralWriter {
  return writerOf(type, exactDecimal);
}

type LiteralWriter = (value: CqlValue) => string;

function writerOf(type: CqlType, decimal: LiteralWriter): LiteralWriter {
  const nullable = (inner: CqlType): ((value: CqlValue | null) => string) => {
    const write = writerOf(inner, decimal);
    return (value) => (value === null ? "null" : write(value));
  };
  switch (type.kind) {
    case "native":
      return type.name === "decimal" ? decimal : nativeWriters[type.name];
    case "list":
    case "vector": {
      const element = nullable(type.element);
      return (value) => `[${elementsOf(value).map(element).join(", ")}]`;
    }
    case "set": {
      const element = nullable(type.element);
      const isSame = literalWriter(type.element);
      return (value) => {
        // Of elements that are equal, a set has the first one.
        const elements = new Map<string, string>();
        for (const item of elementsOf(value)) {
          const same = item === null ? "null" : isSame(item);
          if (!elements.has(same)) elements.set(same, element(item));
        }
        return `{${[...elements.values()].sort().join(", ")}}`;
      };
    }
    case "map": {
      const key = nullable(type.key);
      const element = nullable(type.value);
      return (value) => {
        const entries = new Map(
          elementsOf(value).map((pair) => {
            const [k = null, v = null] = elementsOf(pair ?? []);
            return [key(k), element(v)] as const;
          }),
        );
        return `{${[...entries]
          .map(([k, v]) => `${k}: ${v}`)
          .sort()
          .join(", ")}}`;
      };
    }
    case "tuple": {
      const elements = type.elements.map(nullable);
      return (value) =>
        `(${elements.map((write, index) => write(elementsOf(value)[index] ?? null)).join(", ")})`;
    }
    case "udt": {
      const fields = type.fields.map((field) => ({
        name: shortName(field.name),
        write: nullable(field.type),
      }));
      return (value) =>
        `{${fields.map(({ name, write }, index) => `${name}: ${write(elementsOf(value)[index] ?? null)}`).join(", ")}}`;
    }
  }
}

const decimalOf = (value: CqlValue): Decimal => {
  const { unscaled, scale } = value as { readonly unscaled: bigint; readonly scale: number };
  return new Decimal(unscaled, scale);
};
const strippedDecimal = (value: CqlValue): string => decimalOf(value).stripped().toString();
const exactDecimal = (value: CqlValue): string => decimalOf(value).toString();

const elementsOf = (value: CqlValue): readonly (CqlValue | null)[] =>
  Array.isArray(value) ? (value as readonly (CqlValue | null)[]) : [];
const quoted = (value: CqlValue): string => `'${scalarText(value).replaceAll("'", "''")}'`;

/** The text of a scalar, without the quotes that some literals have. */
function scalarText(value: CqlValue): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const nativeWriters: Readonly<Record<Exclude<NativeTypeName, "decimal">, LiteralWriter>> = {
  ascii: quoted,
  text: quoted,
  bigint: scalarText,
  counter: scalarText,
  varint: scalarText,
  boolean: scalarText,
  tinyint: scalarText,
  smallint: scalarText,
  int: scalarText,
  float: numberText,
  double: numberText,
  blob: scalarText,
  inet: quoted,
  uuid: scalarText,
  timeuuid: scalarText,
  timestamp: (value) => timestampLiteral(value as bigint),
  date: (value) => dateLiteral(Number(value)),
  time: (value) => `'${timeText(value as bigint)}'`,
  duration: (value) => {
    const { months, days, nanoseconds } = value as { months: number; days: number; nanoseconds: bigint };
    return `${months}mo${days}d${nanoseconds}ns`;
  },
};

/** Cassandra reads no text of a year that has not four digits, but takes counts. */
const hasShortYear = (days: number): boolean => {
  const { year } = dateOf(days);
  return year >= 1 && year <= 9999;
};

function timestampLiteral(milliseconds: bigint): string {
  const days = Number(floorDivide(milliseconds, millisecondsPerDay));
  return hasShortYear(days) ? `'${timestampText(milliseconds)}'` : String(milliseconds);
}

/** As a number, a date counts from 2^31 days before 1970. */
const dateLiteral = (days: number): string =>
  hasShortYear(days) ? `'${dateText(days)}'` : String(days + 2 ** 31);

function numberText(value: CqlValue): string {
  return Object.is(value, -0) ? "-0" : scalarText(value);
}

/** `2018-06-29T20:45:00.936Z`, of milliseconds since 1970, also beyond the years of a JavaScript Date. */
export function timestampText(milliseconds: bigint): string {
  const rest = floorModulo(milliseconds, millisecondsPerDay);
  const time = timeText(rest * 1_000_000n).slice(0, 12);
  return `${dateText(Number(floorDivide(milliseconds, millisecondsPerDay)))}T${time}Z`;
}

/** `2018-06-29`, of days since 1970, also beyond the years of a JavaScript Date: `+12000-01-01`. */
export function dateText(days: number): string {
  const { year, month, day } = dateOf(days);
  const padded = String(Math.abs(year)).padStart(4, "0");
  const sign = year < 0 ? "-" : year > 9999 ? "+" : "";
  return `${sign}${padded}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** `20:45:00.936000000`, of nanoseconds since midnight. */
export function timeText(nanoseconds: bigint): string {
  const part = (divisor: bigint, modulus: bigint, width: number): string =>
    String((nanoseconds / divisor) % modulus).padStart(width, "0");
  return `${part(3_600_000_000_000n, 24n, 2)}:${part(60_000_000_000n, 60n, 2)}:${part(1_000_000_000n, 60n, 2)}.${part(1n, 1_000_000_000n, 9)}`;
}
