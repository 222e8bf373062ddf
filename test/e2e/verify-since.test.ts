import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { runCli, runJson } from "#test/support/cli.js";
import { FilledTable } from "#test/support/filled-table.js";
import { cassandraOf, serverFlags } from "#test/support/servers/cassandra.js";

/* What later records write is judged by key: `--since`. */

const home = inject("home");
const filled = new FilledTable("since", home);
const table = `${filled.keyspace}.rows`;
let cassandra: ClosableCassandra;
let servers: readonly string[];

beforeAll(async () => {
  cassandra = await cassandraOf(home);
  await filled.deploy("id text, c int, s int static, a int, b text, PRIMARY KEY (id, c)", {
    mapping: "id=value.id, c=value.c, s=value.s, a=value.a, b=value.b",
  });
  servers = await serverFlags(home);
});
afterAll(async () => {
  await filled.remove(cassandra);
  await cassandra.close();
});

/** With a state folder of its own. */
const words = (...more: readonly string[]): string[] => [
  ...["verify", "table", filled.file, "--home", join(filled.folder, "state"), ...servers, ...more],
];

async function verified(exitCode: number, ...more: readonly string[]): Promise<PipelineReport> {
  const result = await runJson<VerifyTableResult>(words(...more), { exitCode });
  const [pipeline] = result.pipelines;
  if (pipeline === undefined || pipeline.outcome === "failed") throw new Error("nothing was verified");
  return pipeline;
}

const row = (id: string, fields: object): string => JSON.stringify({ id, c: 1, ...fields });

test("since the last clean verification, what records wrote is judged, and nothing else", async () => {
  const early = await runCli(words("--since", "last"));
  expect([early.exitCode, early.stderr]).toEqual([
    1,
    expect.stringContaining("no verification of it is noted"),
  ]);
  const first = Array.from({ length: 40 }, (_, index) =>
    row(`k${index}`, { s: index, a: index, b: "first" }),
  );
  await filled.send(...first);
  await verified(0);
  await filled.send(
    row("k1", { a: 100 }),
    row("k2", { s: 200 }),
    row("k3", { a: 5, b: "later" }),
    row("new", {}),
  );
  await cassandra.execute(`DELETE b FROM ${table} WHERE id = 'k1' AND c = 1`);
  await cassandra.execute(`DELETE FROM ${table} WHERE id = 'k30'`);
  const { since, tables } = await verified(0, "--since", "last");
  expect(since).toMatchObject({ asked: "last", readsWhole: false });
  expect(tables[0]).toMatchObject({
    verdict: "clean",
    records: { read: 4, current: 4 },
    since: { changedRows: 4, changedPartitions: 1 },
    findings: { rows: { right: 4, wrong: 0 }, notLookedAt: 5 },
    statics: { cells: { right: 1, wrong: 0 } },
  });
  const whole = await verified(3);
  expect(whole.tables[0]?.findings).toMatchObject({ missing: 1, different: 1 });
});

test("harm to what they wrote is named, in a row, in a static column and where a row is gone", async () => {
  await filled.send(row("k4", { a: 4 }), row("k5", { s: 5 }), row("k6", { b: "6" }));
  // A run with findings is none from which the next one goes on.
  const [tenMinutes] = (await verified(3, "--since", "10m")).tables;
  expect(tenMinutes?.findings).toMatchObject({ missing: 1, different: 1 });
  await cassandra.execute(`UPDATE ${table} SET a = -1 WHERE id = 'k4' AND c = 1`);
  await cassandra.execute(`UPDATE ${table} SET s = -1 WHERE id = 'k5'`);
  await cassandra.execute(`DELETE FROM ${table} WHERE id = 'k6' AND c = 1`);
  const { since, tables } = await verified(3, "--since", "last");
  expect(since?.readsWhole).toBe(true);
  const [report] = tables;
  expect(report?.findings.examples.different.map(({ key }) => key)).toEqual(["id='k4', c=1"]);
  expect(report?.findings.examples.missing.map(({ key }) => key)).toEqual(["id='k6', c=1"]);
  expect(report?.statics?.examples.different.map(({ key }) => key)).toEqual(["id='k5'"]);
  const said = await runCli(words("--since", "last"));
  expect(said.stdout).toMatch(/FINDINGS, of what was written since last alone/);
  expect(said.stdout).toContain("and all other rows");
});
