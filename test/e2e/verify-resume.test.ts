import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { Random } from "#cli/core/generate/random.js";
import { type CliRun, projectFolder, runCli } from "#test/support/cli.js";
import { FilledTable } from "#test/support/filled-table.js";
import { fillAndHarm } from "#test/support/harmed-table.js";
import { cassandraOf, serverFlags } from "#test/support/servers/cassandra.js";
import { timeless } from "#test/support/timeless.js";

/* With few records, a run that keeps what it has done after each batch of records and each part of the table. */

const home = inject("home");
const filled = new FilledTable("resume", home);
const limits = { held: 5_000, writesPerPart: 40, step: 1_000_000, pause: 0 };
let cassandra: ClosableCassandra;
let servers: readonly string[];

beforeAll(async () => {
  cassandra = await cassandraOf(home);
  servers = await serverFlags(home);
  await fillAndHarm(filled, cassandra, () => verify([]));
});
afterAll(async () => {
  await filled.remove(cassandra);
  await cassandra.close();
});

const spills = (): string => join(filled.folder, "state", "spill");

interface Kill {
  readonly signal: NodeJS.Signals;
  /** How often the run is kept before that. */
  readonly renames: number;
  /** And how many writes are done then. */
  readonly writes: number;
}

function verify(options: readonly string[], kill?: Kill): Promise<CliRun> {
  return runCli(
    [
      ...["verify", "table", filled.file, "--examples", "50", "--output", "json", ...options],
      ...["--home", join(filled.folder, "state"), ...servers],
    ],
    {
      env: {
        CASSINK_TEST_SPILL_LIMITS: JSON.stringify(limits),
        NODE_OPTIONS: `--import ${pathToFileURL(join(projectFolder, "test/support/kills-itself.mjs")).href}`,
        ...(kill === undefined ? {} : { CASSINK_TEST_KILL: JSON.stringify(kill) }),
      },
    },
  );
}

const reportOf = ({ stdout }: CliRun): unknown => timeless(stdout);

test.each([
  ["one thread", 10, []],
  ["two workers", 5, ["--workers", "2"]],
] as const)(
  "of %s, killed %i times and resumed, gives the report of a run that was not, and leaves nothing",
  async (_, kills, workers) => {
    const random = new Random(1, 1);
    const uninterrupted = await verify([]);
    expect(uninterrupted.exitCode, uninterrupted.stderr).toBe(3);
    const { pipelines } = JSON.parse(uninterrupted.stdout) as VerifyTableResult;
    const table = pipelines[0]?.tables[0];
    expect(table?.findings).toMatchObject({ missing: 1, different: 1 });
    expect(table?.records.refused).toBe(22);

    let killed = 0;
    for (let kill = 0; kill < kills; kill++) {
      const run = await verify(kill === 0 ? workers : [...workers, "--resume"], {
        signal: kill === kills - 1 ? "SIGTERM" : "SIGKILL",
        renames: 1 + random.below(4),
        writes: random.below(4),
      });
      if (run.exitCode === null || run.exitCode === 130) killed++;
      if (kill > 0) expect(run.stderr).toMatch(/continues the interrupted run at record [1-9]/);
      expect(readdirSync(spills())).toHaveLength(1);
    }
    expect(killed).toBe(kills);
    const last = await verify([...workers, "--resume"]);
    expect(last.exitCode, last.stderr).toBe(3);
    expect(reportOf(last)).toEqual(reportOf(uninterrupted));
    expect(readdirSync(spills())).toEqual([]);
    const none = await verify(["--resume"]);
    expect(none.exitCode).toBe(2);
    expect(none.stderr + none.stdout).toContain("there is no interrupted run");
  },
);

test("after Ctrl-C it says how to go on; a run that begins anew says what it removes", async () => {
  const interrupted = await verify([], { signal: "SIGINT", renames: 1, writes: 0 });
  expect(interrupted.exitCode).toBe(130);
  expect(interrupted.stderr).toContain("the same command with --resume goes on from there");
  const other = await verify(["--resume", "--consistency", "ALL"]);
  expect(other.exitCode).toBe(1);
  expect(other.stderr + other.stdout).toContain("--consistency was LOCAL_ONE, and is ALL");
  const anew = await verify([]);
  expect(anew.stderr).toMatch(/begins anew; what an interrupted run had kept/);
  expect(readdirSync(spills())).toEqual([]);
});
