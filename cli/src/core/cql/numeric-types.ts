import { integer, type JavaNumber } from "../java/number.js";
import type { NativeTypeName } from "./type.js";
import type { CqlValue } from "./value.js";

export type NumericTypeName =
  BoundedInteger | Extract<NativeTypeName, "varint" | "float" | "double" | "decimal">;

type BoundedInteger = Extract<NativeTypeName, "tinyint" | "smallint" | "int" | "bigint" | "counter">;

/** A number as the value of an integer column of so many bits. */
export const boundedIntegers: Readonly<Record<BoundedInteger, (value: JavaNumber) => CqlValue>> = {
  tinyint: (value) => Number(integer(value, 8n, "tinyint")),
  smallint: (value) => Number(integer(value, 16n, "smallint")),
  int: (value) => Number(integer(value, 32n, "int")),
  bigint: (value) => integer(value, 64n, "bigint"),
  counter: (value) => integer(value, 64n, "counter"),
};
