import type { Case } from "#test/differential/case.js";
import { array, enveloped, map, struct, structOf } from "#test/support/random-values/envelope.js";
import { J, typesCase } from "./types-table.js";

const myUdt = { udtmem1: "int32", udtmem2: "string" };

/** Cases 3, 5, 13, 14: values with a schema. */
export const structValues: readonly Case[] = [
  typesCase({
    id: "c3_struct",
    keys: ["7000017"],
    title: "3: a Struct's numbers of every width, each to its own and to narrower columns",
    reading: "schemas",
    mapping:
      "bigintcol=value.bigint, booleancol=value.boolean, doublecol=value.double, floatcol=value.float, " +
      "intcol=value.int, smallintcol=value.smallint, textcol=value.text, tinyintcol=value.tinyint",
    record: {
      value: struct({
        bigint: ["int64", 7000017],
        boolean: ["boolean", true],
        double: ["double", J + 0.123],
        float: ["float", J + 1],
        int: ["int64", J],
        smallint: ["int32", -10617],
        text: ["string", "1234567"],
        tinyint: ["int16", -121],
      }),
    },
    row: {
      bigintcol: "7000017",
      booleancol: "true",
      doublecol: "1234567.123",
      floatcol: "1234568",
      intcol: "1234567",
      smallintcol: "-10617",
      textcol: "'1234567'",
      tinyintcol: "-121",
    },
    unjudged: "schema",
  }),
  typesCase({
    id: "c5",
    keys: ["7000018"],
    title: "5: a primitive key with a Struct value, columns from both",
    reading: "schemas",
    mapping: "bigintcol=key, intcol=value.int, smallintcol=value.short, tinyintcol=value.byte",
    record: {
      key: enveloped("int64", 7000018),
      value: struct({ int: ["int32", J], short: ["int16", 42], byte: ["int8", -1] }),
    },
    row: { bigintcol: "7000018", intcol: "1234567", smallintcol: "42", tinyintcol: "-1" },
    unjudged: "schema",
  }),
  typesCase({
    id: "c5_struct_key",
    keys: ["7000019"],
    title: "5: a Struct key with a Struct value",
    reading: "schemas",
    mapping: "bigintcol=key.id, textcol=key.name, intcol=value.int",
    record: {
      key: struct({ id: ["int64", 7000019], name: ["string", "é"] }),
      value: struct({ int: ["int32", 42] }),
    },
    row: { bigintcol: "7000019", textcol: "'é'", intcol: "42" },
    unjudged: "schema",
  }),
  typesCase({
    id: "c13",
    keys: ["7000020"],
    title: "13: lists, sets, tuples, user-defined types and bytes of a Struct",
    reading: "schemas",
    mapping:
      "bigintcol=value.bigint, listcol=value.list, listnestedcol=value.listnested, setcol=value.list, " +
      "setnestedcol=value.listnested, tuplecol=value.list, udtcol=value.map, udtfromlistcol=value.pair, " +
      "booleanudtcol=value.booleans, booleantuplecol=value.booleanlist, blobcol=value.bytes",
    record: {
      value: struct({
        bigint: ["int64", 7000020],
        list: [array("int32"), [37, 96, 90]],
        listnested: [
          array(array("int32")),
          [
            [37, 96, 90],
            [3, 2],
          ],
        ],
        map: [map("string", "int32"), { udtmem1: 47, udtmem2: 90 }],
        pair: [array("int32"), [47, 90]],
        booleans: [map("string", "boolean"), { udtmem1: true, udtmem2: false }],
        booleanlist: [array("boolean"), [true, false]],
        bytes: ["bytes", Buffer.from("foo").toString("base64")],
      }),
    },
    row: {
      bigintcol: "7000020",
      listcol: "[37, 96, 90]",
      listnestedcol: "[{37, 90, 96}, {2, 3}]",
      setcol: "{37, 90, 96}",
      setnestedcol: "{[3, 2], [37, 96, 90]}",
      tuplecol: "(37, 96, 90)",
      udtcol: "{udtmem1: 47, udtmem2: '90'}",
      udtfromlistcol: "{udtmem1: 47, udtmem2: '90'}",
      booleanudtcol: "{udtmem1: true, udtmem2: 'false'}",
      booleantuplecol: "(true, 'false')",
      blobcol: "0x666f6f",
    },
    unjudged: "schema",
  }),
  typesCase({
    id: "c14_nested",
    keys: ["7000021"],
    title: "14: a nested Struct to a user-defined type; optional fields there, absent and with a default",
    reading: "schemas",
    mapping:
      "bigintcol=value.bigint, udtcol=value.struct, intcol=value.there, smallintcol=value.absent, " +
      "tinyintcol=value.preset",
    record: {
      value: struct({
        bigint: ["int64", 7000021],
        struct: [structOf(myUdt), { udtmem1: 42, udtmem2: "the answer" }],
        there: ["int32", 5725],
        absent: ["int16", undefined],
        preset: [{ type: "int8", default: 42 }, undefined],
      }),
    },
    row: {
      bigintcol: "7000021",
      udtcol: "{udtmem1: 42, udtmem2: 'the answer'}",
      intcol: "5725",
      smallintcol: "null",
      tinyintcol: "42",
    },
    unjudged: "schema",
  }),
  typesCase({
    id: "c14_whole",
    keys: ["7000022"],
    title: "14: a whole Struct to a user-defined type",
    reading: "schemas",
    mapping: "bigintcol=key, udtcol=value",
    record: {
      key: enveloped("int64", 7000022),
      value: enveloped(structOf(myUdt), { udtmem1: 42, udtmem2: "the answer" }),
    },
    row: { bigintcol: "7000022", udtcol: "{udtmem1: 42, udtmem2: 'the answer'}" },
    unjudged: "schema",
  }),
];
