import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import type { DlqListResult } from "#cli/commands/dlq/list.js";
import type { DlqReplayResult } from "#cli/commands/dlq/replay.js";
import type { DlqShowResult } from "#cli/commands/dlq/show.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import type { ExportedLetter } from "#cli/core/dead-letters/exported.js";
import { type CliRun, environment, projectFolder, runCli, runJson } from "#test/support/cli.js";
import { blocksOf } from "#test/support/docs/blocks.js";
import { FilledTable } from "#test/support/filled-table.js";
import { expectEachOnce } from "#test/support/killed-replays.js";
import { cassandraOf } from "#test/support/servers/cassandra.js";
import { waitFor } from "#test/support/wait-for.js";

/** docs/dead-letters.md, line by line, with twelve bad records of three causes. */
const home = inject("home");
const filled = new FilledTable("dlq", home);
let cassandra: ClosableCassandra;

beforeAll(async () => {
  cassandra = await cassandraOf(home);
  await filled.deploy(
    "id text PRIMARY KEY, price double, day date",
    { mapping: "id=value.id, price=value.price, day=value.day", deletesEnabled: "false" },
    {
      "value.converter": "org.apache.kafka.connect.json.JsonConverter",
      "value.converter.schemas.enable": "false",
      "errors.tolerance": "all",
      "errors.deadletterqueue.topic.name": `${filled.name}.dlq`,
      "errors.deadletterqueue.topic.replication.factor": "1",
      "errors.deadletterqueue.context.headers.enable": "true",
    },
  );
});
afterAll(async () => {
  await filled.remove(cassandra);
  await cassandra.close();
});

const list = (exitCode: number): Promise<DlqListResult> =>
  runJson(["dlq", "list", filled.file, "--home", home], { exitCode });

async function awaitLetters(count: number): Promise<DlqListResult> {
  return waitFor({ what: `${count} dead letters`, deadline: 60_000 }, async (seen) => {
    const result = await list(3).catch(() => undefined);
    seen(`${result?.topics[0]?.letters ?? 0} letters`);
    return result?.topics[0]?.letters === count ? result : undefined;
  });
}

async function verified(): Promise<string> {
  const { pipelines } = await runJson<VerifyTableResult>([
    "verify",
    "table",
    "-f",
    filled.file,
    "--home",
    home,
  ]);
  const [pipeline] = pipelines;
  if (pipeline === undefined || pipeline.outcome === "failed") throw new Error("nothing was verified");
  const [table] = pipeline.tables;
  return `${pipeline.outcome}: ${table?.findings.found ?? 0} rows, ${table?.records.deadLettered ?? 0} dead-lettered, ${table?.waitingLetters ?? 0} wait`;
}

/** A line of the page as a shell runs it, about this test's pipeline. */
function runLine(line: string, place: string): Promise<CliRun> {
  const shim = join(projectFolder, "cli", "bin", "cassink.js");
  const command = line
    .replace(/^npx cassink /, `"${process.execPath}" "${shim}" --home "${home}" `)
    .replaceAll("orders-0@3", place)
    .replaceAll("orders.yaml", filled.file);
  return new Promise((resolve) =>
    execFile("sh", ["-c", command], { cwd: filled.folder, env: environment() }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  );
}

test("a dozen bad records of three causes: seen, shown, exported, mended and sent again, given up, and proven", async () => {
  const good = [1, 2, 3].map((n) => `{"id":"g${n}","price":${n},"day":"2026-01-0${n}"}`);
  const prices = [1, 2, 3, 4, 5].map((n) => `{"id":"p${n}","price":"${n}EUR","day":"2026-02-0${n}"}`);
  const days = [1, 2, 3, 4].map((n) => `{"id":"d${n}","price":${n},"day":"2026-13-0${n}"}`);
  const broken = [1, 2, 3].map((n) => `{"id":"b${n}", broken`);
  await filled.send(...good, ...prices, ...days, ...broken);
  const { topics } = await awaitLetters(12);
  expect(topics[0]).toMatchObject({ origins: 12, waiting: 12, replayed: 0, purged: 0 });
  const counts = topics[0]?.groups.map(
    ({ column, waiting }) => `${column === "" ? "-" : (column ?? "")} ${waiting}`,
  );
  expect(counts).toEqual(["price 5", "day 4", "- 3"]);
  const place = topics[0]?.groups[0]?.example ?? "";
  expect(await verified()).toBe("clean: 3 rows, 12 dead-lettered, 12 wait");

  const lines = blocksOf("docs/dead-letters.md").flatMap(({ commands }) => commands);
  const upTo = async (end: RegExp): Promise<CliRun> => {
    for (;;) {
      const line = lines.shift();
      if (line === undefined) throw new Error(`docs/dead-letters.md has no ${String(end)}`);
      const run = await runLine(line, place);
      const exitCode = / dlq list /.test(line) ? 3 : 0;
      expect(run.exitCode, `${line}\n${run.stdout}${run.stderr}`).toBe(exitCode);
      if (end.test(line)) return run;
    }
  };

  const status = await upTo(/connector status/);
  expect(status.stdout).toContain("dead letters wait");
  expect(status.stdout).not.toContain("all carried");
  expect((await upTo(/--by column/)).stdout).toMatch(/^price +5 /m);
  expect((await upTo(/dlq show/)).stdout).toContain("column price, from value.price");
  await upTo(/dlq export/);
  const exported = (await readFile(join(filled.folder, "letters.ndjson"), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as ExportedLetter);
  const values = exported.map(({ value }) => Buffer.from(value?.base64 ?? "", "base64").toString());
  expect(values.sort()).toEqual(prices);

  expect((await upTo(/--dry-run/)).stdout).toContain("5 records sent again");
  expect((await list(3)).topics[0]).toMatchObject({ waiting: 12 });
  expect((await upTo(/--yes/)).stdout).toContain(`${place} is now `);
  expect((await upTo(/--from/)).stdout).toContain("5 records of the file were sent before");
  expect(await verified()).toBe("clean: 8 rows, 12 dead-lettered, 7 wait");
  const shown = await runJson<DlqShowResult>(["dlq", "show", filled.file, place, "--home", home]);
  expect(shown.resolution).toMatchObject({ action: "replayed", origin: place, count: 1 });

  // Sent again as they are, the days come back; beyond --max-replays they are not sent once more.
  const again = ["dlq", "replay", filled.file, "--column", "day", "--yes", "--home", home];
  expect(await runJson<DlqReplayResult>(again)).toMatchObject({ replayed: 4, quarantined: 0 });
  await awaitLetters(16);
  const spent = await runJson<DlqReplayResult>([...again, "--max-replays", "1"], { exitCode: 3 });
  expect(spent).toMatchObject({ replayed: 0, quarantined: 4 });
  expect((await list(3)).topics[0]).toMatchObject({ waiting: 3, replayed: 9, quarantined: 4 });

  expect((await upTo(/dlq purge/)).stdout).toContain("7 records of dead letters");
  expect((await upTo(/verify table/)).stdout).toContain(": clean (");
  expect(lines).toEqual([]);
  expect((await list(0)).topics[0]).toMatchObject({ waiting: 0, replayed: 9, purged: 7, quarantined: 0 });
  const whole = await runCli(["connector", "status", "-f", filled.file, "--home", home]);
  expect(whole.stdout).toContain("all carried");
});

test("dlq replay that is killed twice sends each record once", async () => {
  await expectEachOnce({ home, kills: 2, letters: 600 });
});

test("dlq replay --from, too, with a file whose letters the broker has deleted", async () => {
  await expectEachOnce({ home, kills: 1, letters: 300, fromFile: true });
});
