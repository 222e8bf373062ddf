import type { NativeTypeName } from "../cql/type.js";
import type { Cell } from "./cell.js";

/** The bytes of a cell as the server keeps them. The cell must not be ambiguous. */
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

/** By type; one that is missing cannot be serialized here. */
export const cellBytes: Partial<Readonly<Record<NativeTypeName, Serializer>>> = {
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
