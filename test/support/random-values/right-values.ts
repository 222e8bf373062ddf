import type { CqlType, NativeTypeName } from "#cli/core/cql/type.js";
import type { Random } from "#cli/core/generate/random.js";
import { pick } from "./pick.js";

/** JSON texts that mean the same to everybody, whatever the codec's settings. */
const scalars: Readonly<Record<NativeTypeName, readonly string[]>> = {
  ascii: ['"a"', '"it\'s"', '"0"'],
  text: ['"é€😀"', '"plain"', '"a b"', "7"],
  bigint: ["0", "-1", "9007199254740991", "1234567"],
  counter: ["1"],
  int: ["0", "-2147483648", "2147483647", "42"],
  smallint: ["0", "-32768", "32767"],
  tinyint: ["0", "-128", "127"],
  varint: ["0", "12345678901234", "-7"],
  decimal: ["1.5", "-0.25", "12"],
  double: ["1.5", "-0.25", "1234567.123"],
  float: ["1.5", "-0.25", "8"],
  boolean: ["true", "false"],
  timestamp: ['"2018-06-29T20:45:00Z"', '"1969-12-31T23:59:59.999Z"'],
  date: ['"2018-06-29"', '"1969-12-31"'],
  time: ['"20:45:00"', '"00:00:00.5"'],
  duration: ['"1y3mo2h10m"', '"5s"'],
  uuid: ['"123e4567-e89b-42d3-a456-426614174000"'],
  timeuuid: ['"13814000-1dd2-11b2-8080-808080808080"', '"0ee0c2a0-7bd1-11e8-8080-808080808080"'],
  inet: ['"127.0.0.1"', '"2001:db8::1"'],
  blob: ['"0x0a0b"', '"AQID"'],
};

/** A value that the type takes, as JSON. */
export function rightValue(type: CqlType, random: Random): string {
  return jsonOf(type, () => undefined, random);
}

/**
 * A value of the type's shape, as JSON.
 * @param instead gives the text of a part, or undefined for a right one
 */
export function jsonOf(
  type: CqlType,
  instead: (part: CqlType) => string | undefined,
  random: Random,
): string {
  const part = (inner: CqlType): string => instead(inner) ?? jsonOf(inner, instead, random);
  switch (type.kind) {
    case "native":
      return pick(random, scalars[type.name]);
    case "list":
    case "set":
      return array(Array.from({ length: 1 + random.below(3) }, () => part(type.element)));
    case "vector":
      return array(Array.from({ length: type.dimensions }, () => part(type.element)));
    case "tuple":
      return array(type.elements.map(part));
    case "map":
      return object(
        Array.from({ length: 1 + random.below(2) }, (_, index) => [
          type.key.kind === "native" && type.key.name === "text" ? `k${index}` : String(index),
          part(type.value),
        ]),
      );
    case "udt":
      return object(type.fields.map((field) => [field.name, part(field.type)]));
  }
}

/** JSON of parts that are JSON. */
export const array = (items: readonly string[]): string => `[${items.join(",")}]`;
export const object = (fields: readonly (readonly [string, string])[]): string =>
  `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`;
