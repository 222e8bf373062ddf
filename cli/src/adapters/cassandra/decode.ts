import { types } from "cassandra-driver";
import type { CqlType, NativeTypeName } from "../../core/cql/type.js";
import type { CqlValue } from "../../core/cql/value.js";
import { inetText } from "../../core/cql/inet.js";
import { Decimal } from "../../core/java/decimal.js";
import { ServiceError } from "../../errors.js";

/** Makes a {@link CqlValue} of a value that the driver returns; null stays null. */
export type Decoder = (value: unknown) => CqlValue | null;

/** The decoder of a column's type; make it once per scan. */
export function decoderFor(type: CqlType): Decoder {
  const decode = presentDecoder(type);
  return (value) => (value === null || value === undefined ? null : decode(value));
}

function presentDecoder(type: CqlType): (value: unknown) => CqlValue {
  switch (type.kind) {
    case "native":
      return nativeDecoders[type.name];
    case "list":
    case "set": {
      const element = decoderFor(type.element);
      return (value) => (value as unknown[]).map(element);
    }
    case "map": {
      const key = decoderFor(type.key);
      const element = decoderFor(type.value);
      return (value) => [...(value as Map<unknown, unknown>)].map(([k, v]) => [key(k), element(v)]);
    }
    case "tuple": {
      const elements = type.elements.map(decoderFor);
      return (value) => elements.map((decode, index) => decode((value as types.Tuple).get(index)));
    }
    case "udt": {
      const fields = type.fields.map((field) => ({ name: field.name, decode: decoderFor(field.type) }));
      return (value) => fields.map(({ name, decode }) => decode((value as Record<string, unknown>)[name]));
    }
    case "vector": {
      const element = decoderFor(type.element);
      return (value) => [...(value as Iterable<unknown>)].map(element);
    }
  }
}

const same = (value: unknown): CqlValue => value as CqlValue;
const bigintOf = (value: unknown): bigint => BigInt(String(value));
const uuidText = (value: unknown): string => (value as types.Uuid).toString();

const nativeDecoders: Readonly<Record<NativeTypeName, (value: unknown) => CqlValue>> = {
  ascii: same,
  text: same,
  bigint: same,
  counter: same,
  varint: same,
  boolean: same,
  tinyint: same,
  smallint: same,
  int: same,
  float: same,
  double: same,
  blob: (value) => `0x${(value as Buffer).toString("hex")}`,
  date: (value) => dayNumber(value as types.LocalDate),
  decimal: (value) => decimalParts(value as types.BigDecimal),
  duration: (value) => {
    // The typings leave out the three parts, which the driver documents.
    const { months, days, nanoseconds } = value as { months: number; days: number; nanoseconds: unknown };
    return { months, days, nanoseconds: bigintOf(nanoseconds) };
  },
  inet: (value) => inetText((value as types.InetAddress).getBuffer()),
  time: (value) => bigintOf((value as types.LocalTime).getTotalNanoseconds()),
  // A timestamp column arrives as a number (selectors.ts), a timestamp inside a collection as a Date.
  timestamp: (value) => (typeof value === "bigint" ? value : instant(value as Date)),
  timeuuid: uuidText,
  uuid: uuidText,
};

/** Days since 1970-01-01. CQL sends days plus 2^31; the driver's Date has a smaller range. */
function dayNumber(date: types.LocalDate): number {
  return date.toBuffer().readUInt32BE(0) - 2 ** 31;
}

function instant(date: Date): bigint {
  const milliseconds = date.getTime();
  if (Number.isNaN(milliseconds)) {
    throw new ServiceError(
      "Cassandra",
      "a collection holds a timestamp outside of the years -271821 to 275760",
      {
        hint: "the driver cannot read it; look at it with cqlsh, and leave the column out of the mapping",
      },
    );
  }
  return BigInt(milliseconds);
}

function decimalParts(decimal: types.BigDecimal): { readonly unscaled: bigint; readonly scale: number } {
  const bytes = types.BigDecimal.toBuffer(decimal);
  const { unscaled, scale } = Decimal.ofBytes(bytes.subarray(4), bytes.readInt32BE(0));
  return { unscaled, scale };
}
