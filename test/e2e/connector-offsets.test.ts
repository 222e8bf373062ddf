import kafkajs from "kafkajs";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import type { ConnectorOffsetsChange } from "#cli/commands/connector/offsets/change.js";
import type { ConnectorOffsetsGetResult } from "#cli/commands/connector/offsets/get.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { type CliRun, runCli, runJson } from "#test/support/cli.js";
import { FilledTable } from "#test/support/filled-table.js";
import { brokerOf } from "#test/support/servers/kafka.js";
import { cassandraOf } from "#test/support/servers/cassandra.js";

const home = inject("home");
const on = (...args: string[]): string[] => [...args, "--home", home];

let cassandra: ClosableCassandra;
let producer: kafkajs.Producer;
beforeAll(async () => {
  cassandra = await cassandraOf(home);
  const client = new kafkajs.Kafka({ brokers: [await brokerOf(home)], logLevel: kafkajs.logLevel.NOTHING });
  producer = client.producer();
  await producer.connect();
});
afterAll(async () => {
  await producer.disconnect();
  await cassandra.close();
});

/** Records of a millisecond in each partition, several of them of one key. */
const together = 5;
/** Some keys have no record behind offset 135, and one has a single record. */
const keyOf = (offset: number): string =>
  offset === 121 ? "sole" : String(offset < 135 ? (offset * 7) % 4 : offset % 2);

/** One story, told twice at once: connectors are stopped and started all the time, which takes seconds each. */
test.concurrent.each([
  ["time", {}],
  ["log", { "order.epoch": "1530305100936000" }],
] as const)("offsets with order=%s", async (order, more) => {
  const filled = new FilledTable(`offsets_${order}`, home);
  const began = Date.now() - 3_600_000;
  /** Records of each partition so far. */
  let sent = 0;

  /** So many records to each partition; values fall, so that records with one write time would leave the first. */
  const send = async (count: number): Promise<void> => {
    const messages = [0, 1].flatMap((partition) =>
      Array.from({ length: count }, (_, index) => {
        const offset = sent + index;
        const key = `${partition}-${keyOf(offset)}`;
        const timestamp = String(began + Math.floor(offset / together));
        return { partition, key, value: JSON.stringify({ n: 1_000_000 - offset }), timestamp };
      }),
    );
    await producer.send({ topic: filled.name, messages });
    sent += count;
  };
  const set = (...args: readonly string[]): Promise<ConnectorOffsetsChange> =>
    runJson(on("connector", "offsets", "set", filled.name, ...args));
  const steer = (move: string): Promise<unknown> => runJson(on("connector", move, filled.name));
  const state = async (): Promise<string | undefined> => {
    const got = await runJson<ConnectorOffsetsGetResult>(on("connector", "offsets", "get", filled.name));
    return got.connectors[0]?.state;
  };
  const verified = async (exitCode: number): Promise<readonly string[]> => {
    const result = await runJson<VerifyTableResult>(on("verify", "table", "--file", filled.file), {
      exitCode,
    });
    const {
      missing = [],
      different = [],
      unexpected = [],
    } = result.pipelines[0]?.tables[0]?.findings.examples ?? {};
    return [...missing, ...different, ...unexpected].map(({ key }) => key).sort();
  };

  try {
    await filled.deploy(
      "id text PRIMARY KEY, n bigint",
      { mapping: "id=key, n=value.n" },
      { order, "order.idleRelease": "1", ...more },
    );
    await send(100);
    expect(await verified(0)).toEqual([]);

    // After going back the table is right, and the start is that of a millisecond.
    const change = await set("--by", "-43");
    const offset = order === "time" ? 55 : 57;
    expect(change).toMatchObject({
      action: "set",
      state: "running",
      partitions: [{ committed: 100, offset, start: 0, end: 100, readAgain: 100 - offset, skipped: 0 }, {}],
    });
    await send(20);
    expect(await verified(0)).toEqual([]);

    // A reset reads all again, of a paused one, too, which is paused again.
    await steer("pause");
    const reset = await runJson<ConnectorOffsetsChange>(on("connector", "offsets", "reset", filled.name));
    expect(reset).toMatchObject({ action: "reset", state: "paused", partitions: [{ readAgain: 120 }, {}] });
    expect(await state()).toBe("PAUSED");
    await steer("resume");
    expect(await verified(0)).toEqual([]);

    // Ctrl-C leaves no connector stopped.
    let isInterrupted = false;
    const run: CliRun = await runCli(on("connector", "offsets", "set", filled.name, "--earliest"), {
      onProgress: (stderr, process) => {
        if (!isInterrupted && stderr.includes("stopping")) process.kill("SIGINT");
        isInterrupted ||= stderr.includes("stopping");
      },
    });
    expect(run.exitCode, run.stderr).toBe(130);
    expect(await state()).toBe("RUNNING");

    // After skipping, verify names the rows of the skipped records and no others; going back makes them right.
    expect(await verified(0)).toEqual([]);
    await steer("stop");
    await send(20);
    const status = await runCli(on("connector", "status", filled.name));
    expect(status.stdout).toContain(`connector ${filled.name} is stopped`);
    const refused = await runCli(on("connector", "offsets", "set", filled.name, "--by", "15"));
    expect([refused.exitCode, refused.stdout]).toEqual([2, ""]);
    const dry = await set("--to", `${filled.name}-0@135`, "--dry-run");
    expect(dry).toMatchObject({ skipped: { records: 15, keys: 5, withoutKey: 0 } });
    const skipped = await set("--to", `${filled.name}-0@138`, "--yes");
    // Behind 135 order=time counts on, so fewer are skipped.
    const landed = order === "time" ? 135 : 138;
    expect(skipped).toMatchObject({ state: "stopped", partitions: [{ committed: 120, offset: landed }] });
    await steer("resume");
    expect(await verified(3)).toEqual(["id='0-2'", "id='0-3'", "id='0-sole'"]);
    const back = await set("--to-time", new Date(began + 120 / together).toISOString());
    expect(back).toMatchObject({ state: "running", partitions: [{ offset: 120 }, { offset: 120 }] });
    expect(await verified(0)).toEqual([]);
  } finally {
    await filled.remove(cassandra);
  }
});
