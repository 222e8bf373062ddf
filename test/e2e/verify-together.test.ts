import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import type { VerifyRunsListResult } from "#cli/commands/verify/runs/list.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { type CliRun, projectFolder, runCli } from "#test/support/cli.js";
import { FilledTable } from "#test/support/filled-table.js";
import { fillAndHarm } from "#test/support/harmed-table.js";
import { cassandraOf } from "#test/support/servers/cassandra.js";
import { timeless } from "#test/support/timeless.js";

/* Several processes that share one run; of those that are killed, others do the work. */

const home = inject("home");
const filled = new FilledTable("together", home);
/** So many ranges that each member gets some of them. */
const limits = { held: 5_000, writesPerPart: 100, step: 1_000_000, pause: 10_000 };
let cassandra: ClosableCassandra;

beforeAll(async () => {
  cassandra = await cassandraOf(home);
  await fillAndHarm(filled, cassandra, () => verify([]));
});
afterAll(async () => {
  await runCli(["verify", "runs", "clean", filled.name, `${filled.name}-left`, "--yes", "--home", home]);
  await filled.remove(cassandra);
  await cassandra.close();
});

/** @param killedBefore bytes, as a pattern, of which the process dies before it sends them */
function verify(options: readonly string[], killedBefore?: string): Promise<CliRun> {
  const module = pathToFileURL(join(projectFolder, "test/support/dies-before-sending.mjs")).href;
  return runCli(
    ["verify", "table", filled.file, "--examples", "50", "-o", "json", "--home", home, ...options],
    {
      env: {
        CASSINK_TEST_SPILL_LIMITS: JSON.stringify(limits),
        ...(killedBefore === undefined
          ? {}
          : { NODE_OPTIONS: `--import ${module}`, CASSINK_TEST_DIES_BEFORE: killedBefore }),
      },
    },
  );
}

const reportOf = ({ stdout }: CliRun): unknown => timeless(stdout);

async function runs(): Promise<VerifyRunsListResult["runs"]> {
  const { stdout } = await runCli(["verify", "runs", "list", "-o", "json", "--home", home]);
  const { runs: all } = JSON.parse(stdout) as VerifyRunsListResult;
  return all.filter(({ run }) => run.startsWith(filled.name));
}

const together = ["--run", filled.name];
const doneWith = (phase: string): string => `"kind":"done".*"phase":"${phase}"`;

test("members that are killed are replaced, and each that is left gives the report of one process", async () => {
  const alone = await verify([]);
  expect(alone.exitCode, alone.stderr).toBe(3);
  const { pipelines } = JSON.parse(alone.stdout) as VerifyTableResult;
  expect(pipelines[0]?.tables[0]?.findings).toMatchObject({ missing: 1, different: 1 });

  // One dies when it has sent what a partition writes, and has not said so.
  const reader = await verify(together, doneWith("read"));
  expect(reader.exitCode, reader.stderr).toBe(null);
  expect(await runs()).toMatchObject([
    { control: { pipeline: filled.name, members: 1, partitions: { done: 0, total: 2 } } },
  ]);
  // Three start at one time, of which one dies when it has compared a range.
  const [killed, ...left] = await Promise.all([
    verify(together, doneWith("range")),
    verify(together),
    verify(together),
  ]);
  expect(killed.exitCode, killed.stderr).toBe(null);
  for (const member of left) {
    expect(member.exitCode, member.stderr).toBe(3);
    expect(reportOf(member)).toEqual(reportOf(alone));
  }
  expect(await runs()).toEqual([]);
});

test("who asks for something else is refused; what is left of a run can be removed", async () => {
  const run = `${filled.name}-left`;
  const killed = await verify(["--run", run], doneWith("read"));
  expect(killed.exitCode, killed.stderr).toBe(null);
  const other = await verify(["--run", run, "--consistency", "ALL"]);
  expect(other.exitCode).toBe(1);
  expect(other.stderr + other.stdout).toContain("--consistency was LOCAL_ONE, and is ALL");

  const clean = ["verify", "runs", "clean", run, "--listen", "1ms", "--home", home];
  expect((await runCli(clean)).exitCode).toBe(2);
  const cleaned = await runCli([...clean, "--yes"]);
  expect(cleaned.exitCode, cleaned.stderr).toBe(0);
  expect(await runs()).toEqual([]);
});
