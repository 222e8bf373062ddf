import { integer, type JavaNumber } from "../java/number.js";
import type { NativeTypeName } from "./type.js";
import type { CqlValue } from "./value.js";

/** CQL types whose values are numbers. */
export type NumericTypeName =
  BoundedInteger | Extract<NativeTypeName, "varint" | "float" | "double" | "decimal">;

type BoundedInteger = Extract<NativeTypeName, "tinyint" | "smallint" | "int" | "bigint" | "counter">;

/** Conversions into the integer types of a fixed size. They refuse a fraction, and a number that does not fit. */
export const boundedIntegers: Readonly<Record<BoundedInteger, (value: JavaNumber) => CqlValue>> = {
  tinyint: (value) => Number(integer(value, 8n, "tinyint")),
  smallint: (value) => Number(integer(value, 16n, "smallint")),
  int: (value) => Number(integer(value, 32n, "int")),
  bigint: (value) => integer(value, 64n, "bigint"),
  counter: (value) => integer(value, 64n, "counter"),
};
