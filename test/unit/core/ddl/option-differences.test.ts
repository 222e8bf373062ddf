import { describe, expect, it } from "vitest";
import type { DeclaredTable } from "#cli/core/ddl/declared.js";
import { keyspaceDifferences, optionDifferences } from "#cli/core/ddl/option-differences.js";
import { parseDdl } from "#cli/core/ddl/parse-ddl.js";

const declare = (options: string): DeclaredTable => {
  const [table] = parseDdl(`CREATE TABLE ks.t (id int PRIMARY KEY) ${options}`, "t.cql").tables;
  if (table === undefined) throw new Error("no table");
  return table;
};
const live = {
  default_time_to_live: "0",
  gc_grace_seconds: "864000",
  comment: "",
  bloom_filter_fp_chance: "0.01",
  cdc: "false",
  compaction: {
    class: "org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy",
    max_threshold: "32",
  },
};

describe("optionDifferences", () => {
  it.each([
    "",
    "WITH gc_grace_seconds = 864000 AND bloom_filter_fp_chance = 0.010 AND CDC = FALSE",
    "WITH compaction = {'class': 'SizeTieredCompactionStrategy'} AND unheard_of = 'x'",
    "WITH CLUSTERING ORDER BY (id ASC) AND COMPACT STORAGE",
  ])("finds none: %s", (options) => {
    expect(optionDifferences(declare(options), live)).toEqual([]);
  });

  it.each([
    ["WITH gc_grace_seconds = 1", "gc_grace_seconds = 1"],
    ["WITH comment = 'it''s'", "comment = 'it''s'"],
    [
      "WITH compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': 100}",
      "compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '100'}",
    ],
    [
      "WITH compaction = {'class': 'SizeTieredCompactionStrategy', 'max_threshold': 16}",
      "compaction = {'class': 'SizeTieredCompactionStrategy', 'max_threshold': '16'}",
    ],
    ["WITH cdc = true", "cdc = true"],
  ])("has the statement of %s", (options, set) => {
    expect(optionDifferences(declare(options), live).map(({ statement }) => statement)).toEqual([
      `ALTER TABLE "ks"."t" WITH ${set}`,
    ]);
  });

  it("finds a time to live that the file does not have", () => {
    expect(optionDifferences(declare(""), { ...live, default_time_to_live: "60" })).toMatchObject([
      {
        text: "default_time_to_live is 60 in the table and not set in the file",
        statement: 'ALTER TABLE "ks"."t" WITH default_time_to_live = 0',
      },
    ]);
  });
});

it("keyspaceDifferences has the statement of a replication", () => {
  const declared = { name: "ks", replication: { class: "NetworkTopologyStrategy", dc1: "3" } };
  expect(keyspaceDifferences(declared, { class: "NetworkTopologyStrategy", dc1: "1" })).toMatchObject([
    { statement: `ALTER KEYSPACE "ks" WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': '3'}` },
  ]);
});
