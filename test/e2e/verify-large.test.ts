import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import { type CliRun, runCli } from "#test/support/cli.js";
import { FilledTable } from "#test/support/filled-table.js";
import { cassandraOf, serverFlags } from "#test/support/servers/cassandra.js";

/* More is written than verify keeps in memory, and in rows of which a thousand would not fit into a page. */

const home = inject("home");
const rows = 180;
const filled = new FilledTable("large", home);
let cassandra: ClosableCassandra;
let servers: readonly string[];

beforeAll(async () => {
  cassandra = await cassandraOf(home);
  await filled.deploy("id text PRIMARY KEY, body text", { mapping: "id=value.id, body=value.body" });
  const lines = Array.from({ length: rows }, (_, index) =>
    JSON.stringify({ id: `d${index}`, body: `${index}`.repeat(500_000 / `${index}`.length) }),
  );
  for (let from = 0; from < rows; from += 30) await filled.send(...lines.slice(from, from + 30));
  servers = await serverFlags(home);
});
afterAll(async () => {
  await filled.remove(cassandra);
  await cassandra.close();
});

const spills = (): string => join(filled.folder, "state", "spill");

/** With a state folder of its own. @param signal is sent once, when the first files are written */
function verify(heap: number, signal?: NodeJS.Signals): Promise<CliRun> {
  let isSent = signal === undefined;
  return runCli(["verify", "table", filled.file, "--home", join(filled.folder, "state"), ...servers], {
    env: { NODE_OPTIONS: `--max-old-space-size=${heap}` },
    onProgress: (stderr, running) => {
      if (isSent || signal === undefined || !stderr.includes("keeping up to")) return;
      isSent = true;
      running.kill(signal);
    },
  });
}

test("is proved in a heap of 200 MB, says what it takes on disk, and leaves nothing there", async () => {
  const run = await verify(200);
  expect(run.exitCode, run.stderr + run.stdout).toBe(0);
  expect(run.stdout).toContain(`rows found        ${rows}`);
  expect(run.stderr).toMatch(/keeping up to \d+ MB in .*spill/);
  expect(readdirSync(spills())).toEqual([]);
});

test("leaves after Ctrl-C and when it was killed what --resume continues with, which a new one removes", async () => {
  const interrupted = await verify(500, "SIGINT");
  expect(interrupted.exitCode).toBe(130);
  expect(readdirSync(spills())).toHaveLength(1);
  const killed = await verify(500, "SIGKILL");
  expect(killed.exitCode).toBeNull();
  expect(readdirSync(spills())).toHaveLength(1);
  expect((await verify(500)).exitCode).toBe(0);
  expect(existsSync(spills()) ? readdirSync(spills()) : []).toEqual([]);
});
