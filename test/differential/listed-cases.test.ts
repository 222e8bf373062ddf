import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { allowedDifferences } from "./allowed.js";
import { contractCases, differences } from "./cases/all.js";
import type { Case, ExpectedRow } from "./case.js";
import { differingRows } from "./differing-rows.js";
import { verdict } from "./evaluator.js";
import { pluginNames, type Plugin } from "./plugins.js";
import { deadLetters, type DeadLetter } from "./refused.js";
import { Run } from "./run.js";
import { openServers, type Servers } from "./servers.js";
import { rowsOf, rowTexts } from "./table-rows.js";

let servers: Servers;
let run: Run;
let letters: readonly DeadLetter[];

beforeAll(async () => {
  servers = await openServers(inject("home"));
  run = new Run(servers, [...contractCases, ...differences]);
  await run.carry();
  letters = await deadLetters(run);
});
afterAll(async () => {
  await run.remove();
  await servers.close();
});

async function textsIn(plugin: Plugin, one: Case, index: number): Promise<readonly ExpectedRow[]> {
  const table = await servers.cassandra.describeTable(
    run.names.keyspace(plugin),
    one.tables[index]?.name ?? "",
  );
  if (table === undefined) throw new Error(`no table of ${one.id}`);
  return (await rowsOf(servers, table, one.keys)).map((row) => rowTexts(table, row));
}

async function expectRows(plugin: Plugin, one: Case): Promise<void> {
  const rows = plugin === "datastax" ? (one.datastax?.rows ?? one.rows) : one.rows;
  for (const [index, expected] of rows.entries()) {
    expect(differingRows(expected, await textsIn(plugin, one, index))).toEqual([]);
  }
  if (plugin === "datastax") return;
  const reported = letters.filter(({ topic }) => topic === run.names.topic(one));
  expect(reported.map(({ offset }) => offset)).toEqual(one.reported ?? []);
}

const judgedForCassink: ReadonlySet<Case["unjudged"]> = new Set(["delete", "schema"]);

/** What `verify` computes of the records must be what the plugin has written. */
async function expectVerified(plugin: Plugin, one: Case): Promise<void> {
  // The DataStax sink's DELETE carries no write time: its row is left unjudged, and nothing else.
  const isDelete = plugin === "datastax" && one.unjudged === "delete";
  const isJudged = isDelete || (plugin === "cassink" && judgedForCassink.has(one.unjudged));
  if (one.unjudged !== undefined && !isJudged) {
    await expect(verdict(run, plugin, one)).rejects.toThrow(/judged|modelled/);
    return;
  }
  const { tables, refused, unjudged } = await verdict(run, plugin, one);
  expect(unjudged.length > 0).toBe(isDelete);
  if (plugin === "cassink") expect(refused).toEqual(one.reported ?? []);
  for (const found of tables) {
    const different = one.tied === true && plugin === "datastax" ? 1 : 0;
    expect(found).toMatchObject({ missing: 0, different, differentTied: different, unexpected: 0 });
  }
}

const byTitle = (cases: readonly Case[]): [string, Case][] => cases.map((one) => [one.title, one]);

describe.each(pluginNames)("the DataStax sink's own cases, by %s", (plugin) => {
  test.each(byTitle(contractCases))("%s", (_, one) => expectRows(plugin, one));
  test.each(byTitle(contractCases))("verified: %s", (_, one) => expectVerified(plugin, one));
});

describe("difference", () => {
  describe.each(byTitle(differences))("%s", (_, one) => {
    test.each(pluginNames)("by %s", (plugin) => expectRows(plugin, one));
    test.each(pluginNames)("verified, by %s", (plugin) => expectVerified(plugin, one));
  });

  test("each that a case needs is allowed, and each allowed one has its case", () => {
    const allowed = allowedDifferences.map(({ id }) => id);
    const needed = [...contractCases, ...differences].flatMap(({ datastax }) => datastax?.difference ?? []);
    expect([...new Set(needed)].sort()).toEqual([...allowed].sort());
    expect(differences.map(({ title }) => title).sort()).toEqual([...allowed].sort());
  });
});
