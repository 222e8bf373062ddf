/**
 * A CQL value in plain JavaScript, the same whether it was read from a table or computed from a record:
 *
 * | CQL type | JavaScript value |
 * |---|---|
 * | ascii, text, inet (canonical text), uuid, timeuuid (lower case), blob (`0x` hex) | string |
 * | tinyint, smallint, int, float (rounded to float32), double | number |
 * | bigint, counter, varint | bigint |
 * | boolean | boolean |
 * | decimal | `{ unscaled, scale }` |
 * | timestamp | bigint, milliseconds since the epoch |
 * | date | number, days since the epoch |
 * | time | bigint, nanoseconds since midnight |
 * | duration | `{ months, days, nanoseconds }` |
 * | list, set, tuple, vector | array (a set in the order of its element type) |
 * | map | array of `[key, value]` pairs, in the order of the key type |
 * | udt | array, in the order of the type's fields |
 */
export type CqlValue =
  | string
  | number
  | bigint
  | boolean
  | { readonly unscaled: bigint; readonly scale: number }
  | { readonly months: number; readonly days: number; readonly nanoseconds: bigint }
  | readonly (CqlValue | null)[];
