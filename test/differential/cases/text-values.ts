import type { Case } from "#test/differential/case.js";
import type { Reading } from "#test/differential/feed.js";
import { typesCase } from "./types-table.js";

const rawNumber = (key: number, title: string, reading: Reading, topic?: string): Case =>
  typesCase({
    id: `c8_${key}`,
    keys: [String(key)],
    title: `8: a raw number${title}`,
    reading,
    ...(topic === undefined ? {} : { topic }),
    mapping: "bigintcol=value",
    record: { value: String(key) },
    row: { bigintcol: String(key) },
  });

/** Cases 7 to 10 and 15: values that are text or bytes. */
export const textValues: readonly Case[] = [
  typesCase({
    id: "c7",
    keys: ["7000009"],
    title: "7: French dates, times of digits and seconds since 1970",
    reading: "text",
    mapping: "bigintcol=key, datecol=value.datecol, timecol=value.timecol, timestampcol=value.timestampcol",
    codec: {
      locale: "fr_FR",
      timeZone: "Europe/Paris",
      date: "cccc, d MMMM uuuu",
      time: "HHmmssSSS",
      timestamp: "UNITS_SINCE_EPOCH",
      unit: "SECONDS",
    },
    record: {
      key: "7000009",
      value: '{"datecol": "vendredi, 9 mars 2018", "timecol": "171232584", "timestampcol": 1520611952}',
    },
    row: {
      bigintcol: "7000009",
      datecol: "'2018-03-09'",
      timecol: "'17:12:32.584000000'",
      timestampcol: "'2018-03-09T16:12:32.000Z'",
    },
  }),
  rawNumber(5725368, "", "text"),
  rawNumber(5725369, " of a topic with dots and dashes", "text", "this.is.complex_topic-name"),
  rawNumber(5725370, " over LZ4", "lz4"),
  rawNumber(5725371, " over Snappy", "snappy"),
  typesCase({
    id: "c9_text",
    keys: ["7000010"],
    title: "9: raw text to text",
    reading: "text",
    mapping: "bigintcol=key, textcol=value",
    record: { key: "7000010", value: "my text" },
    row: { bigintcol: "7000010", textcol: "'my text'" },
  }),
  typesCase({
    id: "c9_list",
    keys: ["7000011"],
    title: "9: raw text to a list",
    reading: "text",
    mapping: "bigintcol=key, listcol=value",
    record: { key: "7000011", value: "[42, 37]" },
    row: { bigintcol: "7000011", listcol: "[42, 37]" },
  }),
  typesCase({
    id: "c9_bytes",
    keys: ["7000012"],
    title: "9: raw bytes to blob",
    reading: "bytes",
    mapping: "bigintcol=key, blobcol=value",
    record: { key: "7000012", value: Buffer.from("010203", "hex") },
    row: { bigintcol: "7000012", blobcol: "0x010203" },
  }),
  typesCase({
    id: "c10_kept",
    keys: ["7000013"],
    title: "10: a null value leaves what is there",
    reading: "text",
    mapping: "bigintcol=key, textcol=value",
    records: [
      { key: "7000013", value: "got here" },
      { key: "7000013", value: null },
    ],
    row: { bigintcol: "7000013", textcol: "'got here'" },
  }),
  typesCase({
    id: "c10_nulled",
    keys: ["7000014"],
    title: "10: with nullToUnset=false a null value is written",
    reading: "text",
    mapping: "bigintcol=key, textcol=value",
    settings: { nullToUnset: "false" },
    before: ["INSERT INTO TABLE (bigintcol, textcol) VALUES (7000014, 'got here') USING TIMESTAMP 1"],
    record: { key: "7000014", value: null },
    row: { bigintcol: "7000014", textcol: "null" },
  }),
  typesCase({
    id: "c15_struct_like",
    keys: ["7000015", "9876543"],
    title: "15: two topics to two tables, the first",
    reading: "json",
    mapping: "bigintcol=value.bigint, doublecol=value.double",
    records: [
      { value: '{"bigint": 7000015, "double": 42.0}' },
      { value: '{"bigint": 9876543, "double": 21.0}' },
    ],
    rows: [
      { bigintcol: "7000015", doublecol: "42" },
      { bigintcol: "9876543", doublecol: "21" },
    ],
  }),
  typesCase({
    id: "c15_other",
    keys: ["7000016"],
    title: "15: two topics to two tables, the second",
    reading: "text",
    mapping: "bigintcol=key, intcol=value",
    record: { key: "7000016", value: "3333" },
    row: { bigintcol: "7000016", intcol: "3333" },
  }),
];
