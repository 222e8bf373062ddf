import { isOneCell, type CqlType, type NativeTypeName } from "../cql/type.js";
import type { Cell } from "./cell.js";
import { isAmbiguous } from "./cell.js";

/** Negative where the server holds the first for the smaller one; undefined where that is not known. */
export type CellOrder = (left: Cell, right: Cell) => number | undefined;

/**
 * Of collections and user-defined types that are not frozen. Each write deletes what is older, at its time less one, and
 * then sets its elements: two with equal write times unite, and a null beside a value leaves the value.
 */
export const unites: CellOrder = () => undefined;

/**
 * How Cassandra orders two values of one column with equal write times (`Cells.reconcile`): by their serialized bytes,
 * unsigned. So of the ints 5 and -1 the larger one is -1, which is `ff ff ff ff`. {@link unites} where it orders none;
 * undefined for types whose cells cannot be serialized here.
 */
export function cellOrder(type: CqlType): CellOrder | undefined {
  if (!isOneCell(type)) return unites;
  const serialize = type.kind === "native" ? serializers[type.name] : undefined;
  if (serialize === undefined) return undefined;
  return (left, right) => {
    if (isAmbiguous(left) || isAmbiguous(right)) return undefined;
    return Buffer.compare(serialize(left), serialize(right));
  };
}

type Serializer = (cell: Cell) => Buffer;

const fixed =
  (bytes: number): Serializer =>
  (cell) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64BE(BigInt.asIntN(64, BigInt(cell)));
    return buffer.subarray(8 - bytes);
  };
const text: Serializer = (cell) => Buffer.from(cell.startsWith("\u0003T") ? cell.slice(2) : cell, "utf8");
const float =
  (bytes: 4 | 8): Serializer =>
  (cell) => {
    const buffer = Buffer.alloc(bytes);
    if (bytes === 4) buffer.writeFloatBE(Number(cell));
    else buffer.writeDoubleBE(Number(cell));
    return buffer;
  };
const hex: Serializer = (cell) => Buffer.from(cell.replace(/^0x/, "").replaceAll("-", ""), "hex");

/** The shortest two's complement, as BigInteger.toByteArray makes it: 128 is `00 80`, -128 is `80`. */
function varint(cell: Cell): Buffer {
  const value = BigInt(cell);
  let bytes = 1;
  while (BigInt.asIntN(bytes * 8, value) !== value) bytes++;
  const digits = BigInt.asUintN(bytes * 8, value).toString(16);
  return Buffer.from(digits.padStart(bytes * 2, "0"), "hex");
}

/** Of the texts that cells of a type are; a type that is missing is not ordered here. */
const serializers: Partial<Readonly<Record<NativeTypeName, Serializer>>> = {
  ascii: text,
  text,
  tinyint: fixed(1),
  smallint: fixed(2),
  int: fixed(4),
  bigint: fixed(8),
  timestamp: fixed(8),
  time: fixed(8),
  // Days are sent as days plus 2^31.
  date: (cell) => fixed(4)(String(Number(cell) + 2 ** 31)),
  boolean: (cell) => Buffer.from([cell === "true" ? 1 : 0]),
  float: float(4),
  double: float(8),
  blob: hex,
  uuid: hex,
  timeuuid: hex,
  varint,
};
