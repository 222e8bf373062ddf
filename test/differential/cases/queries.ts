import type { Case } from "#test/differential/case.js";
import { enveloped } from "#test/support/random-values/envelope.js";
import { typesCase } from "./types-table.js";

const query = (text: string): Record<string, string> => ({ query: text, deletesEnabled: "false" });
const twice = <Item>(item: Item): readonly Item[] => [item, item];

/** Cases 6 and 20: counters, and statements of one's own. */
export const queries: readonly Case[] = [
  typesCase({
    id: "c6",
    table: "counters",
    keys: ["1"],
    title: "6: counters are added to",
    reading: "json",
    columns: "c1 bigint, c2 bigint, c3 counter, c4 counter, PRIMARY KEY (c1, c2)",
    mapping: "c1=value.f1, c2=value.f2, c3=value.f3, c4=value.f4",
    records: twice({ value: '{"f1": 1, "f2": 2, "f3": 3, "f4": 4}' }),
    row: { c1: "1", c2: "2", c3: "6", c4: "8" },
    datastax: { difference: "counters take no record time", rows: [] },
    unjudged: "counters",
  }),
  typesCase({
    id: "c20_insert",
    keys: ["7000040"],
    title: "20: an INSERT of one's own",
    reading: "json",
    mapping: "bigintcol=value.bigint, intcol=value.int",
    settings: query("INSERT INTO TABLE (bigintcol, intcol) VALUES (:bigintcol, :intcol)"),
    record: { value: '{"bigint": 7000040, "int": 10000}' },
    row: { bigintcol: "7000040", intcol: "10000" },
    unjudged: "query",
  }),
  typesCase({
    id: "c20_named",
    keys: ["7000041"],
    title: "20: variables of any name",
    reading: "json",
    mapping: "some_name=value.bigint, other_name=value.int",
    settings: query("INSERT INTO TABLE (bigintcol, intcol) VALUES (:some_name, :other_name)"),
    record: { value: '{"bigint": 7000041, "int": 10000}' },
    row: { bigintcol: "7000041", intcol: "10000" },
    unjudged: "query",
  }),
  typesCase({
    id: "c20_append",
    keys: ["7000042"],
    title: "20: appending to a list, twice",
    reading: "json",
    mapping: "pk=value.pk",
    settings: query("UPDATE TABLE SET listcol = listcol + [1] WHERE bigintcol = :pk"),
    records: twice({ value: '{"pk": 7000042}' }),
    row: { bigintcol: "7000042", listcol: "[1, 1]" },
    unjudged: "query",
  }),
  typesCase({
    id: "c20_map_entry",
    keys: ["7000043"],
    title: "20: setting an entry of a map",
    reading: "json",
    mapping: "pk=value.pk, key=value.key, value=value.value",
    settings: query("UPDATE TABLE SET mapcol[:key] = :value WHERE bigintcol = :pk"),
    record: { value: '{"pk": 7000043, "key": "key_1", "value": 10}' },
    row: { bigintcol: "7000043", mapcol: "{'key_1': 10}" },
    unjudged: "query",
  }),
  typesCase({
    id: "c6_primitive",
    table: "whole_counter",
    keys: ["1"],
    title: "6: a counter from a whole value with a schema",
    reading: "schemas",
    columns: "c1 bigint PRIMARY KEY, c2 counter",
    mapping: "c1=key, c2=value",
    records: twice({ key: enveloped("int64", 1), value: enveloped("int64", 21) }),
    row: { c1: "1", c2: "42" },
    datastax: { difference: "counters take no record time", rows: [] },
    unjudged: "counters",
  }),
];
