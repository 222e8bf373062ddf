import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { Kafka, logLevel } from "kafkajs";
import { expect } from "vitest";
import { replayOf } from "#cli/core/dead-letters/replays-in-topic.js";
import type { DlqListResult } from "#cli/commands/dlq/list.js";
import type { DlqReplayResult } from "#cli/commands/dlq/replay.js";
import type { ExportedLetter } from "#cli/core/dead-letters/exported.js";
import { projectFolder, runCli, runJson } from "./cli.js";
import { letterOf } from "./fakes/dead-letters.js";
import { brokerOf, kafkaOf, recordsIn } from "./servers/kafka.js";

interface KilledReplays {
  /** Of a running stack. */
  readonly home: string;
  readonly kills: number;
  readonly letters: number;
  /** Sends what was exported, when the broker has deleted the letters. */
  readonly fromFile?: boolean;
}

/**
 * Kills `dlq replay` at random moments, lets a last run come to its end, and expects each record in its topic once, where
 * it is noted to be. Nothing reads the topics, so no connector is needed.
 */
export async function expectEachOnce({
  home,
  kills,
  letters,
  fromFile = false,
}: KilledReplays): Promise<void> {
  const name = `dlq-kills-${process.pid}-${Math.floor(performance.now())}`;
  const folder = await mkdtemp(join(tmpdir(), "cassink-dlq-"));
  const file = join(folder, "kills.yaml");
  const pipeline = {
    name,
    topics: [{ name, partitions: 3, replication: 1, configs: { "retention.ms": "-1" } }],
    // No row is written, and no table made.
    tables: [{ keyspace: "none", name: "none", cql: "none.cql" }],
    connector: {
      name,
      config: { "connector.class": "x.Sink", "errors.deadletterqueue.topic.name": `${name}.dlq` },
    },
  };
  await writeFile(file, JSON.stringify(pipeline));
  const kafka = await kafkaOf(home);
  const moments: number[] = [];
  try {
    const made = await runCli(["topic", "create", file, "--home", home]);
    expect(made.exitCode, made.stderr).toBe(0);
    const producer = await kafka.producer();
    const all = Array.from({ length: letters }, (_, index) =>
      letterOf(index, { origin: `${name}-${index % 3}@${index}`, connector: name, value: `v${index}` }),
    );
    await producer.send(
      `${name}.dlq`,
      all.map(({ key, value, timestamp, headers }) => ({ key, value, timestamp, headers })),
    );
    const from = fromFile
      ? ["--from", await exportedLetters({ file, folder, home, topic: `${name}.dlq` })]
      : [];
    const words = ["dlq", "replay", file, ...from, "--home", home, "--yes", "--overwrite", "--rate", "300/s"];
    for (let kill = 0; kill < kills; kill++) moments.push(await killed(words));
    const last = await runJson<DlqReplayResult>(words.slice(0, -2));
    const once = await runJson<DlqReplayResult>(words.slice(0, -2));
    const listed = await runJson<DlqListResult>(["dlq", "list", file, "--home", home]);
    const at = `killed after ${moments.join(", ")} ms; the last run: ${JSON.stringify(last)}`;
    expect(once, at).toMatchObject({ replayed: 0, found: 0, sentBefore: fromFile ? letters : 0 });
    const left = fromFile ? 0 : letters;
    expect(listed.topics[0], at).toMatchObject({ origins: left, replayed: left, waiting: 0 });
    const sent = await recordsIn(kafka, name);
    const mended = sent.filter(({ value }) => Buffer.from(value ?? []).toString() === "mended");
    expect(mended, at).toHaveLength(fromFile ? 1 : 0);
    const found = sent.map((record) => replayOf(record));
    expect(found.length, at).toBe(letters);
    expect(new Set(found).size, at).toBe(letters);
    // Something was there to be found again, or the kills came all before the first record.
    expect(last.replayed, at).toBeLessThanOrEqual(letters);
  } finally {
    await runCli(["topic", "delete", file, "--yes", "--home", home]);
    await kafka.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface ExportRequest {
  /** Of the pipeline. */
  readonly file: string;
  readonly folder: string;
  readonly home: string;
  /** Of the letters. */
  readonly topic: string;
}

/** The letters in a file, one of them edited, and none in the topic any more. */
async function exportedLetters({ file, folder, home, topic }: ExportRequest): Promise<string> {
  const { stdout } = await runCli(["dlq", "export", file, "--home", home]);
  const [first = "", ...rest] = stdout.trimEnd().split("\n");
  const edited = { ...(JSON.parse(first) as ExportedLetter), value: { text: "mended" } };
  const path = join(folder, "letters.ndjson");
  await writeFile(path, [JSON.stringify(edited), ...rest].join("\n"));
  const admin = new Kafka({ brokers: [await brokerOf(home)], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  // kafkajs deletes records only of topics whose leaders it has asked for before.
  const offsets = await admin.fetchTopicOffsets(topic);
  const partitions = offsets.map(({ partition, high }) => ({ partition, offset: high }));
  await admin.deleteTopicRecords({ topic, partitions });
  await admin.disconnect();
  return path;
}

/** Kills a run some time after it has begun to send, or after a while where it does not; returns the milliseconds. */
async function killed(words: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(projectFolder, "cli", "bin", "cassink.js"), ...words], {
    env: { ...process.env, CASSINK_CONFIG_HOME: join(projectFolder, ".cache", "no-contexts") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const start = performance.now();
  const ended = new Promise((resolve) => child.once("close", resolve));
  const sending = new Promise<void>((resolve) =>
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes("sending")) resolve();
    }),
  );
  await Promise.race([sending, ended]);
  await Promise.race([after(Math.random() * 700), ended]);
  child.kill("SIGKILL");
  await ended;
  return Math.round(performance.now() - start);
}
