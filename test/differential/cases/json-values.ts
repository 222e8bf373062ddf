import type { Case } from "#test/differential/case.js";
import { J, typesCase } from "./types-table.js";

const udt = '{"udtmem1": 42, "udtmem2": "the answer"}';

/** Cases 1 to 4, 11, 12: keys that are text, values that are JSON without a schema. */
export const jsonValues: readonly Case[] = [
  typesCase({
    id: "c1",
    keys: ["7000001"],
    title: "1: a raw key to bigint, a JSON object to a user-defined type",
    reading: "json",
    mapping: "bigintcol=key, udtcol=value",
    record: { key: "7000001", value: udt },
    row: { bigintcol: "7000001", udtcol: "{udtmem1: 42, udtmem2: 'the answer'}" },
  }),
  typesCase({
    id: "c2",
    keys: ["7000002"],
    title: "2: the whole value and one of its fields",
    reading: "json",
    mapping: "bigintcol=key, udtcol=value, intcol=value.udtmem1",
    record: { key: "7000002", value: udt },
    row: { bigintcol: "7000002", udtcol: "{udtmem1: 42, udtmem2: 'the answer'}", intcol: "42" },
  }),
  typesCase({
    id: "c3",
    keys: ["7000003"],
    title: "3: JSON numbers to every width",
    reading: "json",
    mapping:
      "bigintcol=value.bigint, booleancol=value.boolean, doublecol=value.double, floatcol=value.float, " +
      "intcol=value.int, smallintcol=value.smallint, textcol=value.text, tinyintcol=value.tinyint",
    record: {
      value: JSON.stringify({
        bigint: 7000003,
        boolean: true,
        double: J + 0.123,
        float: J + 1,
        int: J,
        smallint: -10617,
        text: J,
        tinyint: -121,
      }),
    },
    row: {
      bigintcol: "7000003",
      booleancol: "true",
      doublecol: "1234567.123",
      floatcol: "1234568",
      intcol: "1234567",
      smallintcol: "-10617",
      textcol: "'1234567'",
      tinyintcol: "-121",
    },
  }),
  typesCase({
    id: "c4",
    keys: ["7000004"],
    title: "4: a JSON object to a map",
    reading: "json",
    mapping: "bigintcol=value.f1, mapcol=value.f2",
    record: { value: '{"f1": 7000004, "f2": {"sub1": 37, "sub2": 96}}' },
    row: { bigintcol: "7000004", mapcol: "{'sub1': 37, 'sub2': 96}" },
  }),
  typesCase({
    id: "c11",
    keys: ["7000005"],
    title: "11: a map to scalars, a map and a map of maps",
    reading: "json",
    mapping:
      "bigintcol=value.bigint, booleancol=value.boolean, doublecol=value.double, floatcol=value.float, " +
      "intcol=value.int, smallintcol=value.smallint, textcol=value.text, tinyintcol=value.tinyint, " +
      "mapcol=value.map, mapnestedcol=value.mapnested",
    record: {
      value: JSON.stringify({
        bigint: 7000005,
        boolean: false,
        double: J + 0.5,
        float: 0.25,
        int: J,
        smallint: 32767,
        text: "",
        tinyint: -128,
        map: { sub1: 37, sub2: 96 },
        mapnested: { sub1: { "37": "sub1sub1" }, sub2: { "47": "sub2sub1", "96": "sub2sub2" } },
      }),
    },
    row: {
      bigintcol: "7000005",
      booleancol: "false",
      doublecol: "1234567.5",
      floatcol: "0.25",
      smallintcol: "32767",
      textcol: "''",
      tinyintcol: "-128",
      mapcol: "{'sub1': 37, 'sub2': 96}",
      mapnestedcol: "{'sub1': {37: 'sub1sub1'}, 'sub2': {47: 'sub2sub1', 96: 'sub2sub2'}}",
    },
  }),
  typesCase({
    id: "c12",
    keys: ["7000006"],
    title: "12: a JSON object to a user-defined type that holds a list",
    reading: "json",
    mapping: "bigintcol=key, listudtcol=value",
    record: { key: "7000006", value: '{"a": 42, "b": "the answer", "c": [1, 2, 3]}' },
    row: { bigintcol: "7000006", listudtcol: "{a: 42, b: 'the answer', c: [1, 2, 3]}" },
  }),
  {
    id: "c15_one_to_two",
    keys: ["7000006"],
    title: "15: one topic to two tables",
    reading: "json",
    tables: [
      {
        name: "one_of_two",
        columns: "bigintcol bigint PRIMARY KEY, booleancol boolean, intcol int",
        mapping: "bigintcol=value.bigint, booleancol=value.boolean, intcol=value.int",
      },
      {
        name: "other_of_two",
        columns: "bigintcol bigint PRIMARY KEY, booleancol boolean, intcol int",
        mapping: "bigintcol=value.bigint, intcol=value.int",
      },
    ],
    records: [{ value: '{"bigint": 7000006, "boolean": true, "int": 5725}' }],
    rows: [
      [{ bigintcol: "7000006", booleancol: "true", intcol: "5725" }],
      [{ bigintcol: "7000006", booleancol: "null", intcol: "5725" }],
    ],
  },
  typesCase({
    id: "c22_quorum",
    keys: ["7000007"],
    title: "22: consistency QUORUM",
    reading: "json",
    mapping: "bigintcol=value.f1, textcol=value.f2",
    settings: { consistencyLevel: "QUORUM" },
    record: { value: '{"f1": 7000007, "f2": "q"}' },
    row: { bigintcol: "7000007", textcol: "'q'" },
  }),
];
