import { integer, type JavaNumber } from "../java/number.js";
import type { CqlType, NativeTypeName } from "./type.js";
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

/** Whether values of the type keep every digit that Java writes of a double. */
export function holdsDigits(type: CqlType): boolean {
  switch (type.kind) {
    case "native":
      return ["text", "ascii", "decimal", "varint"].includes(type.name);
    case "list":
    case "set":
    case "vector":
      return holdsDigits(type.element);
    case "map":
      return holdsDigits(type.key) || holdsDigits(type.value);
    case "tuple":
      return type.elements.some(holdsDigits);
    case "udt":
      return type.fields.some((field) => holdsDigits(field.type));
  }
}
