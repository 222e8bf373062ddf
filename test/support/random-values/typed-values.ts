import type { CqlType, NativeTypeName } from "#cli/core/cql/type.js";
import type { Random } from "#cli/core/generate/random.js";
import { array, logical, map, structOf, type Schema } from "./envelope.js";
import { chance, pick } from "./pick.js";
import { array as jsonArray, object as jsonObject } from "./right-values.js";

/** A value as JSON with its schema, as JsonConverter reads it. */
interface Typed {
  readonly schema: Schema;
  readonly json: string;
}

/** A schema, and values of it as JSON. */
type Choice = readonly [schema: Schema, values: readonly string[]];

const choice = (schema: Schema | string, ...values: readonly string[]): Choice => [
  typeof schema === "string" ? { type: schema, optional: true } : schema,
  values,
];

const timestamp = logical("int64", "Timestamp");
const date = logical("int32", "Date");
const time = logical("int32", "Time");
const decimal = logical("bytes", "Decimal", { scale: "2" });

/** What both sinks take for a type, and take alike, whatever the codec's settings. */
const scalars: Readonly<Record<NativeTypeName, readonly Choice[]>> = {
  ascii: [choice("string", '"a"', '"it\'s"', '"0"')],
  text: [
    choice("string", '"é€😀"', '"plain"', '""'),
    choice("int32", "7", "-7"),
    choice("int64", "9007199254740993"),
    choice("boolean", "true"),
  ],
  bigint: [choice("int64", "0", "-1", "9223372036854775807"), choice("int32", "42"), choice("int8", "-128")],
  counter: [choice("int64", "1")],
  int: [choice("int32", "0", "-2147483648", "2147483647"), choice("int16", "-32768"), choice("int64", "42")],
  smallint: [choice("int16", "0", "-32768", "32767"), choice("int32", "-7"), choice("int64", "7")],
  tinyint: [choice("int8", "0", "-128", "127"), choice("int16", "-7"), choice("int64", "7")],
  varint: [choice("int64", "0", "9223372036854775807"), choice("int8", "-7")],
  decimal: [choice("double", "1.5", "-0.25"), choice("int32", "12")],
  double: [choice("double", "1.5", "1e300", "-0.25"), choice("float", "1.5"), choice("int32", "7")],
  float: [choice("float", "1.5", "-0.25"), choice("double", "8.5"), choice("int16", "7")],
  boolean: [choice("boolean", "true", "false")],
  timestamp: [choice("string", '"2018-06-29T20:45:00Z"', '"1969-12-31T23:59:59.999Z"')],
  date: [choice("string", '"2018-06-29"', '"1969-12-31"')],
  time: [choice("string", '"20:45:00"', '"00:00:00.5"')],
  duration: [choice("string", '"1y3mo2h10m"', '"5s"')],
  uuid: [choice("string", '"123e4567-e89b-42d3-a456-426614174000"')],
  timeuuid: [choice("string", '"13814000-1dd2-11b2-8080-808080808080"')],
  inet: [choice("string", '"127.0.0.1"', '"2001:db8::1"')],
  blob: [choice("string", '"0x0a0b"', '"AQID"')],
};

const numbers: readonly Choice[] = [
  choice("int8", "0", "1", "-1", "127", "-128"),
  choice("int16", "0", "128", "-129", "32767"),
  choice("int32", "0", "1", "32768", "-32769", "2147483647", "1530305100"),
  choice("int64", "0", "2147483648", "-2147483649", "9223372036854775807", "1530305100936"),
  choice("float", "0.1", "1.0", "-1.5", "16777216.0", "3.4e38", "127.0"),
  choice("double", "0.1", "23.0", "2.50", "1e2", "1e300", "16777217.0", "0.30000000000000004", "1e-7"),
];
const texts = choice(
  "string",
  ..."|a| |true|yes|1|0|-1| 7 |007|1,234|1.5|1e2|NaN|0x|0x0A0b|AQID|2018-06-29|2018-06-29T20:45:00Z|20:45:00"
    .split("|")
    .map((text) => JSON.stringify(text)),
  ...'24:00|P1D|5s|127.0.0.1|::1|localhost|123e4567-e89b-42d3-a456-426614174000|[1,2]|{"udtmem1":1}|null'
    .split("|")
    .map((text) => JSON.stringify(text)),
);
const logicals: readonly Choice[] = [
  choice(timestamp, "0", "1530305100936", "-1"),
  choice(date, "0", "17711", "-1"),
  choice(time, "0", "74700000", "1"),
  choice(decimal, '"AJY="', '"AA=="', '"/w=="', '"BNIC"'),
];
const others: readonly Choice[] = [
  choice("boolean", "true", "false"),
  choice("bytes", '""', '"AQID"', '"AA=="'),
  choice("int32", "null"),
];
const pairs: readonly Choice[] = [
  choice(structOf({ a: "int32", b: "string" }), '{"a":1,"b":"x"}', '{"a":null,"b":null}'),
  choice(structOf({ udtmem1: "int32" }), '{"udtmem1":1}'),
  choice(structOf({ udtmem1: "int64", udtmem2: "int32", udtmem3: "int32" }), '{"udtmem1":1,"udtmem2":2}'),
  choice(map("string", "int32"), '{"a":1}', "{}", '{"udtmem1":1,"udtmem2":2}'),
  choice(map("int32", "string"), '[[1,"a"],[2,"b"]]'),
];
const arrays: readonly Choice[] = [
  choice(array("int32"), "[]", "[1]", "[1,2]", "[1,2,3]", "[null]", "[1,null]"),
  choice(array("string"), '["1","2"]', '["a"]'),
  choice(array("double"), "[1.5,2.5,3.5]"),
  choice(array(array("int16")), "[[1],[2]]"),
  choice(array(timestamp), "[0,1530305100936]"),
  choice(array(structOf({ udtmem1: "int32", udtmem2: "string" })), '[{"udtmem1":1,"udtmem2":"x"}]'),
];
const anything = [...numbers, ...numbers, texts, texts, texts, ...logicals, ...others, ...pairs, ...arrays];

const made = (random: Random, [schema, values]: Choice): Typed => ({ schema, json: pick(random, values) });

export function oddTyped(type: CqlType, random: Random): Typed {
  if (type.kind !== "native" && chance(random, 0.5))
    return shaped(type, random, () => pick(random, anything));
  return made(random, pick(random, anything));
}

export function rightTyped(type: CqlType, random: Random): Typed {
  return shaped(type, random, (name) => pick(random, scalars[name]));
}

/** A value of the type's shape. */
function shaped(type: CqlType, random: Random, scalar: (name: NativeTypeName) => Choice): Typed {
  const part = (inner: CqlType): Typed => shaped(inner, random, scalar);
  switch (type.kind) {
    case "native":
      return made(random, scalar(type.name));
    case "list":
    case "set":
    case "vector": {
      const { schema, json } = part(type.element);
      const length = type.kind === "vector" ? type.dimensions : 1 + random.below(2);
      return { schema: array(schema), json: jsonArray(Array.from({ length }, () => json)) };
    }
    case "map": {
      const key = type.key.kind === "native" && type.key.name === "text" ? "string" : "int32";
      const { schema, json } = part(type.value);
      return {
        schema: map(key, schema),
        json: key === "string" ? `{"k":${json}}` : `[[1,${json}]]`,
      };
    }
    case "tuple":
      return { schema: array("string"), json: jsonArray(type.elements.map(() => '"1"')) };
    case "udt": {
      const fields = type.fields.map(({ name, type: inner }) => ({ name, ...part(inner) }));
      return {
        schema: structOf(Object.fromEntries(fields.map(({ name, schema }) => [name, schema]))),
        json: jsonObject(fields.map(({ name, json }) => [name, json])),
      };
    }
  }
}

/** cassandra-driver reads no timestamps of collections that are far away, as a Struct's numbers make them. */
const isTimestamp = (type: CqlType): boolean => type.kind === "native" && type.name === "timestamp";

/** Of which the DataStax sink takes no array: a vector, structs in a collection, parts that have no one schema. */
export function isUnshaped(type: CqlType): boolean {
  switch (type.kind) {
    case "native":
    case "udt":
      return false;
    case "list":
    case "set":
      return type.element.kind === "udt";
    case "map":
      return type.value.kind === "udt" || isTimestamp(type.value);
    case "tuple":
      return type.elements.some(({ kind }) => kind !== "native");
    case "vector":
      return true;
  }
}
