import { made, type Case } from "#test/differential/case.js";
import { array, enveloped, map, struct, type Schema } from "#test/support/random-values/envelope.js";
import { typesCase } from "./types-table.js";

const header = (schema: Schema | string, payload: unknown): string => enveloped(schema, payload);
const mapped = "bigintcol=value.bigint, doublecol=value.double, __timestamp=value.timestampcol";

/** Cases 17 and 19: headers, write times and times to live. */
export const writeOptions: readonly Case[] = [
  typesCase({
    id: "c17_options",
    keys: ["7000033"],
    title: "17: write time and time to live from headers",
    reading: "schemas",
    mapping:
      "bigintcol=value.bigint, doublecol=value.double, __ttl=header.ttlcolumn, __timestamp=header.timestampcolumn",
    settings: { timestampTimeUnit: "MILLISECONDS" },
    record: {
      value: struct({ bigint: ["int64", 7000033], double: ["double", 42] }),
      headers: { ttlcolumn: header("int64", 1_000_000), timestampcolumn: header("int64", 2_345_678) },
    },
    row: { bigintcol: "7000033", doublecol: "42", "writetime(doublecol)": "2345678000" },
    unjudged: "schema",
  }),
  typesCase({
    id: "c17_types",
    keys: ["7000034"],
    title: "17: headers of every type but bytes and Struct",
    reading: "schemas",
    mapping:
      "bigintcol=header.int64, booleancol=header.boolean, doublecol=header.float64, floatcol=header.float32, " +
      "intcol=header.int32, smallintcol=header.int16, tinyintcol=header.int8, textcol=header.string, " +
      "listcol=header.array, setcol=header.array, tuplecol=header.array, " +
      "listnestedcol=header.arrays, mapcol=header.map, mapnestedcol=header.maps",
    record: {
      value: enveloped("string", "nothing"),
      headers: {
        int64: header("int64", 7000034),
        boolean: header("boolean", true),
        float64: header("double", 1234567.123),
        float32: header("float", 0.25),
        int32: header("int32", 42),
        int16: header("int16", -10617),
        int8: header("int8", -121),
        string: header("string", "text"),
        array: header(array("int32"), [37, 96, 90]),
        arrays: header(array(array("int32")), [[37, 96], [3]]),
        map: header(map("string", "int32"), { sub1: 37 }),
        maps: header(map("string", map("int32", "string")), { sub1: [[37, "x"]] }),
      },
    },
    row: {
      bigintcol: "7000034",
      booleancol: "true",
      doublecol: "1234567.123",
      floatcol: "0.25",
      intcol: "42",
      smallintcol: "-10617",
      tinyintcol: "-121",
      textcol: "'text'",
      listcol: "[37, 96, 90]",
      setcol: "{37, 90, 96}",
      tuplecol: "(37, 96, 90)",
      listnestedcol: "[{37, 96}, {3}]",
      mapcol: "{'sub1': 37}",
      mapnestedcol: "{'sub1': {37: 'x'}}",
    },
    unjudged: "schema",
  }),
  typesCase({
    id: "c19_record_time",
    keys: ["7000035"],
    title: "19: the record's own time is the write time",
    reading: "text",
    mapping: "bigintcol=key, textcol=value",
    record: { key: "7000035", value: "text", timestamp: 153_000_987 },
    row: { bigintcol: "7000035", textcol: "'text'", "writetime(textcol)": "153000987000" },
  }),
  typesCase({
    id: "c19_json_options",
    keys: ["7000036"],
    title: "19: write time and time to live from JSON",
    reading: "json",
    mapping: `${mapped}, __ttl=value.ttlcol`,
    record: { value: '{"bigint": 7000036, "double": 42.5, "timestampcol": 1000, "ttlcol": 1000000}' },
    row: { bigintcol: "7000036", doublecol: "42.5", "writetime(doublecol)": "1000" },
  }),
  typesCase({
    id: "c19_negative_time",
    keys: ["7000037"],
    title: "19: a write time before 1970",
    reading: "json",
    mapping: mapped,
    settings: { timestampTimeUnit: "MILLISECONDS" },
    record: { value: '{"bigint": 7000037, "double": 42.5, "timestampcol": -1000}' },
    row: { bigintcol: "7000037", "writetime(doublecol)": "-1000000" },
  }),
  typesCase({
    id: "c19_static_ttl",
    keys: ["7000039"],
    title: "19: a time to live of the settings",
    reading: "json",
    mapping: "bigintcol=value.bigint, doublecol=value.double",
    settings: { ttl: "100000" },
    record: { value: '{"bigint": 7000039, "double": 42.5}' },
    row: { bigintcol: "7000039", doublecol: "42.5", "ttl(doublecol)": made },
  }),
  typesCase({
    id: "c19_negative_ttl",
    keys: ["7000038"],
    title: "19: a negative time to live is none",
    reading: "json",
    mapping: "bigintcol=value.bigint, doublecol=value.double, __ttl=value.ttlcol",
    record: { value: '{"bigint": 7000038, "double": 42.5, "ttlcol": -1000}' },
    row: { bigintcol: "7000038", doublecol: "42.5", "ttl(doublecol)": "null" },
  }),
];
