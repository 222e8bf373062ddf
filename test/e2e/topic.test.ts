import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { TopicCreateResult } from "#cli/commands/topic/create.js";
import type { TopicDescribeResult } from "#cli/commands/topic/describe.js";
import type { TopicListResult } from "#cli/commands/topic/list.js";
import type { TopicPeekResult } from "#cli/commands/topic/peek.js";
import type { ProduceResult } from "#cli/commands/produce/send.js";
import type { ReadRecord } from "#cli/core/peek/record-reading.js";
import { environment, runCli, runJson } from "#test/support/cli.js";
import { checkOutput } from "#test/support/output-schema.js";
import { kafkaOf, recordsIn } from "#test/support/servers/kafka.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";

const home = inject("home");
const here = ["--home", home];
let pipeline: PipelineCopy;
let original: string;

/** Article 3's own events. */
const lines = [
  '{"item_id":"plates-235","item_sold":23,"item_name":"Plates","timestamp_ms":"1530305100936","store_id":"Hermitage - 1"}',
  '{"item_id":"plates-236","item_sold":24,"item_name":"Plates","timestamp_ms":"1530305100937","store_id":"Hermitage - 1"}',
  '{"item_id":"plates-237","item_sold":27,"item_name":"Plates","timestamp_ms":"1530305100938","store_id":"Hermitage - 1"}',
];

beforeAll(async () => {
  pipeline = await copyPipeline("item-sales");
  original = await readFile(pipeline.file, "utf8");
});
afterAll(() => pipeline.remove(home));

describe("topic", () => {
  test("list shows a topic that is missing, describe finds it", async () => {
    const { topics } = await runJson<TopicListResult>(["topic", "list", "-f", pipeline.file, ...here]);
    expect(topics).toMatchObject([{ name: pipeline.topic, pipelines: [pipeline.connector] }]);
    expect(topics[0]?.partitions).toBeUndefined();
    const run = await runCli(["topic", "describe", "-f", pipeline.file, ...here]);
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain("there is no such topic");
  });

  test("create refuses more replicas than there are brokers, and makes nothing", async () => {
    await writeFile(pipeline.file, original.replace("replication: 1", "replication: 3"));
    const run = await runCli(["topic", "create", "-f", pipeline.file, ...here]);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain(`topic ${pipeline.topic} asks for 3 replicas, and the cluster has 1 broker`);
    await writeFile(pipeline.file, original);
    const { topics } = await runJson<TopicListResult>(["topic", "list", "-f", pipeline.file, ...here]);
    expect(topics[0]?.partitions).toBeUndefined();
  });

  test("create names a config that Kafka does not know", async () => {
    await writeFile(pipeline.file, original.replace("retention.ms:", "retention.millis:"));
    const run = await runCli(["topic", "create", "-f", pipeline.file, ...here]);
    await writeFile(pipeline.file, original);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("a config that Kafka does not know");
    expect(run.stderr).toContain("retention.millis");
  });

  test("create makes it as the file says, and does nothing the second time", async () => {
    const create = ["topic", "create", "-f", pipeline.file, ...here];
    const first = await runJson<TopicCreateResult>(create);
    expect(first.topics).toMatchObject([{ name: pipeline.topic, state: "created", partitions: 4 }]);
    const second = await runJson<TopicCreateResult>(create);
    expect(second).toMatchObject({ outcome: "clean", topics: [{ state: "unchanged", differences: [] }] });
    const described = await runJson<TopicDescribeResult>(["topic", "describe", "-f", pipeline.file, ...here]);
    expect(described.topics).toMatchObject([
      { name: pipeline.topic, configs: { "retention.ms": "-1" }, replication: 1 },
    ]);
    expect(described.topics[0]?.partitions).toHaveLength(4);
  });

  test("create says what differs and keeps the topic as it is", async () => {
    await writeFile(
      pipeline.file,
      original
        .replace("partitions: 4", "partitions: 6")
        .replace('retention.ms: "-1"', 'retention.ms: "1000"'),
    );
    const run = await runCli(["topic", "create", "-f", pipeline.file, ...here]);
    await writeFile(pipeline.file, original);
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toContain("partitions is 4, the file says 6");
    expect(run.stdout).toContain("retention.ms is -1, the file says 1000");
  });

  test("produce sends lines from standard input, keyed, and counts them", async () => {
    const produce = ["topic", "produce", pipeline.file, ...here];
    const sent = await runJson<ProduceResult>(produce, { input: `${lines.join("\n")}\n\n` });
    expect(sent).toMatchObject({ topic: pipeline.topic, acknowledged: 3, interrupted: false });
    const kafka = await kafkaOf(home);
    const records = await recordsIn(kafka, pipeline.topic);
    await kafka.close();
    expect(records.map(({ key }) => key?.toString()).sort()).toEqual([
      "plates-235",
      "plates-236",
      "plates-237",
    ]);
    expect(records.map(({ value }) => value?.toString()).sort()).toEqual(lines);
    expect(records.every(({ timestamp }) => Math.abs(timestamp - Date.now()) < 60_000)).toBe(true);
  });

  test("produce names the line that is wrong, and sends it when told to", async () => {
    const input = `${lines[0] ?? ""}\n{"item_id":"x","item_sold":"many"}\n`;
    const run = await runCli(["topic", "produce", pipeline.file, ...here], { input });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("standard input:2");
    expect(run.stderr).toContain("item_sold must be a whole number");
    const produce = ["topic", "produce", pipeline.file, "--raw", ...here];
    expect(await runJson<ProduceResult>(produce, { input: "no JSON\n" })).toMatchObject({ acknowledged: 1 });
  });

  test("peek shows the record that cannot be read, and one record by its place", async () => {
    const run = await runCli(["topic", "peek", "-f", pipeline.file, ...here]);
    expect(run.exitCode, run.stderr).toBe(3);
    expect(run.stdout).toContain("value: JsonConverter cannot read it");
    expect(run.stdout).toMatch(/key +plates-235\n +value +\{"item_id": "plates-235", "item_sold": 23/);
    const [place = ""] = new RegExp(`^${pipeline.topic}-\\d@\\d+`, "m").exec(run.stdout) ?? [];
    const { records } = await runJson<TopicPeekResult>(["topic", "peek", place, ...here]);
    expect(records.map(({ at }) => at)).toEqual([place]);
    const none = await runCli(["topic", "peek", `${pipeline.topic}-0@4711`, ...here]);
    expect(none).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("there is no offset 4711") as string,
    });
    const ago = ["topic", "peek", pipeline.topic, "--from", "1h", "-n", "2", ...here];
    expect((await runJson<TopicPeekResult>(ago)).records).toHaveLength(2);
    const mistyped = await runCli(["topic", "peek", `${pipeline.topic}s`, ...here]);
    expect(mistyped.stderr).toContain(`did you mean "${pipeline.topic}"?`);
  });

  test("what peek prints, produce sends again, byte for byte", async () => {
    const documents = [
      { key: { base64: "/wAB" }, value: { base64: "AP8=" }, timestamp: 5, partition: 1 },
      { key: "a", value: "\u202e\u001b[2J\n ", partition: 1, headers: { a: "1", b: { base64: "/w==" } } },
      {
        key: "a",
        value: null,
        partition: 1,
        headers: [
          { key: "h", value: null },
          { key: "h", value: "" },
        ],
      },
      { key: null, value: "", partition: 1 },
    ];
    const produce = ["topic", "produce", "--topic", pipeline.topic, "--records", "-", ...here];
    const peek = ["topic", "peek", pipeline.topic, "--partition", "1", ...here];
    await runJson(produce, { input: documents.map((each) => JSON.stringify(each)).join("\n") });
    const first = await runCli([...peek, "-n", "4", "-o", "json"]);
    const sent = await runJson<ProduceResult>(produce, { input: first.stdout });
    expect(sent.acknowledged).toBe(4);
    const { records } = await runJson<TopicPeekResult>([...peek, "-n", "8"]);
    const content = records.map(({ key, value, headers, timestamp }) => ({ key, value, headers, timestamp }));
    expect(content.slice(4)).toEqual(content.slice(0, 4));
    expect(content[0]).toMatchObject({ key: { base64: "/wAB" }, value: { base64: "AP8=" }, timestamp: 5 });
    expect(content[2]).toMatchObject({
      value: null,
      headers: [
        { key: "h", value: null },
        { key: "h", value: "" },
      ],
    });
  });

  test("produce sends one record as its flags say", async () => {
    const flags = ["--tombstone", "--key", "plates-235", "--header", "by=me", "--time", "2026-01-31T08:15Z"];
    await runJson(["topic", "produce", pipeline.file, ...flags, "--partition", "0", ...here]);
    const peek = ["topic", "peek", pipeline.topic, "--partition", "0", "-n", "1", ...here];
    expect((await runJson<TopicPeekResult>(peek)).records).toMatchObject([
      {
        key: "plates-235",
        value: null,
        time: "2026-01-31T08:15:00.000Z",
        headers: [{ key: "by", value: "me" }],
      },
    ]);
    const missing = [
      "topic",
      "produce",
      "--topic",
      pipeline.topic,
      "--value",
      "v",
      "--partition",
      "9",
      ...here,
    ];
    const run = await runCli(missing);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain(`a record is for partition 9, and topic ${pipeline.topic} has 4 partitions`);
  });

  test("produce says that a topic is missing", async () => {
    await writeFile(pipeline.file, original.replaceAll(pipeline.topic, `${pipeline.topic}_missing`));
    const run = await runCli(["topic", "produce", pipeline.file, ...here], { input: `${lines[0] ?? ""}\n` });
    await writeFile(pipeline.file, original);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("there is no such topic");
    expect(run.stderr).toMatch(/cassink .*topic create/);
  });

  test("delete asks for --yes, and then deletes", async () => {
    const refused = await runCli(["topic", "delete", "-f", pipeline.file, ...here]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("--yes");
    const run = await runCli(["topic", "delete", "-f", pipeline.file, "--yes", ...here]);
    expect(run).toMatchObject({ exitCode: 0 });
    const again = await runCli(["topic", "delete", "-f", pipeline.file, "--yes", ...here]);
    expect(again.stdout).toContain("absent");
  });
});

test("a broker that is not there is named within seconds, with what to do", async () => {
  const start = Date.now();
  const run = await runCli(["topic", "list", "--bootstrap-servers", "127.0.0.1:9"]);
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain("Kafka does not answer");
  expect(run.stderr).toContain("127.0.0.1:9");
  expect(run.stderr).toContain("cassink up");
  expect(Date.now() - start).toBeLessThan(15_000);
});

describe("topic peek --follow", () => {
  let kafka: Awaited<ReturnType<typeof kafkaOf>>;
  let topic: string;
  beforeAll(async () => {
    kafka = await kafkaOf(home);
    topic = `${pipeline.topic}_followed`;
    await kafka.createTopic({ name: topic, partitions: 3, replication: 1, configs: {} });
  });
  afterAll(async () => {
    await kafka.deleteTopic(topic);
    await kafka.close();
  });

  /** Sends so many records, the first of them numbered `from`. */
  async function send(from: number, count: number): Promise<void> {
    const producer = await kafka.producer();
    const records = Array.from({ length: count }, (_, index) => ({
      ...{ key: `k${from + index}`, value: `v${from + index}`, timestamp: 1_000 + from + index },
    }));
    await producer.send(topic, records);
    await producer.close();
  }
  /** Whole lines alone: a chunk of output may end within one. */
  const recordsOf = (stdout: string): readonly ReadRecord[] =>
    stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as ReadRecord);
  const follow = ["topic", "peek", "--follow", ...here];

  test("prints each record once, those that are sent meanwhile too, until Ctrl-C", async () => {
    await send(0, 20);
    const sends: Promise<void>[] = [];
    const run = await runCli([...follow, topic, "--from", "earliest", "-o", "json"], {
      onOutput: (stdout, process) => {
        const seen = recordsOf(stdout).length;
        if (seen >= 20 && sends.length === 0) sends.push(send(20, 2_000));
        if (seen >= 1_000 && sends.length === 1) sends.push(send(2_020, 30));
        if (seen >= 2_050) process.kill("SIGINT");
      },
    });
    await Promise.all(sends);
    expect(run.exitCode, run.stderr).toBe(130);
    const records = recordsOf(run.stdout);
    for (const record of records.slice(0, 3)) checkOutput([...follow, topic], record);
    const there = (await recordsIn(kafka, topic)).map(({ partition, offset }) => `${partition}@${offset}`);
    const shown = records.map(({ partition, offset }) => `${partition}@${offset}`);
    expect(shown).toHaveLength(2_050);
    expect([...shown].sort()).toEqual([...there].sort());
    for (const partition of [0, 1, 2]) {
      const offsets = records.filter((each) => each.partition === partition).map(({ offset }) => offset);
      expect(offsets).toEqual([...offsets].sort((one, other) => one - other));
    }
  });

  test("ends quietly when nobody reads it any more, and says when the topic is deleted", async () => {
    const program = `"${process.execPath}" cli/bin/cassink.js ${follow.join(" ")} ${topic} --from earliest`;
    const line = `${program} -o json -q | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const piped = await promisify(execFile)("bash", ["-c", line], { env: environment() });
    expect(piped.stderr).toBe("");
    expect(piped.stdout.split("\n").slice(1)).toEqual(["0", ""]);
    let deleting: Promise<boolean> | undefined;
    const run = await runCli([...follow, topic, "-n", "1"], {
      onOutput: () => {
        deleting ??= kafka.deleteTopic(topic);
      },
    });
    await deleting;
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(new RegExp(`^${topic}-\\d@\\d+  `));
    expect(run.stderr).toContain(`topic ${topic} has been deleted`);
  });
});
