import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/produce/lines.js";
import type { TopicProduceInput } from "#cli/program/topic.js";
import { UsageError } from "#cli/errors.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { fakeKafka, pipelineOf } from "#test/support/fakes/kafka.js";

const schema = "schemas/events/item-sales.schema.json";
const topic = { name: "item_sales", partitions: 1, replication: 1, configs: {}, key: "item_id", schema };
const good = '{"item_id":"p","item_sold":1,"item_name":"P","timestamp_ms":"1","store_id":"S"}';
const bad = '{"item_id":"p","item_sold":"many"}';
const input: TopicProduceInput = { name: ["item-sales"], events: "sales.ndjson", schema: true };

function setup(lines: readonly string[], topics = [topic]) {
  const { kafka, sent } = fakeKafka();
  const { context } = fakeContext({
    kafka,
    pipelines: { select: () => Promise.resolve([pipelineOf(...topics)]) },
    files: {
      readText: (path) => Promise.resolve(readFileSync(path, "utf8")),
      readLines: async function* () {
        await Promise.resolve();
        yield* lines;
      },
    },
  });
  return { context, sent };
}

describe("topic produce", () => {
  it("holds every line against the topic's schema", async () => {
    const { context, sent } = setup([good, bad]);
    const failure = await run(input, context).catch((error: unknown) => error);
    expect(failure).toMatchObject({ where: "sales.ndjson:2" });
    expect((failure as { readonly lines: string[] }).lines).toContain("key store_id is missing");
    expect(sent.get("item_sales")).toHaveLength(1);
  });

  it.each([
    [{ schema: false }, [good, bad]],
    [{ raw: true }, [good, bad, "oops"]],
  ])("sends bad events when told to: %j", async (options, lines) => {
    const { context, sent } = setup(lines);
    expect((await run({ ...input, ...options }, context)).acknowledged).toBe(lines.length);
    expect(sent.get("item_sales")?.map(({ value }) => value)).toEqual(lines);
  });

  it("asks which topic when there are several, and knows their names", async () => {
    const topics = [topic, { ...topic, name: "returns" }];
    const { context, sent } = setup([good], topics);
    await expect(run(input, context)).rejects.toThrow("2 topics: item_sales, returns");
    await expect(run({ ...input, topic: "x" }, context)).rejects.toBeInstanceOf(UsageError);
    await run({ ...input, topic: "returns" }, context);
    expect(sent.get("returns")).toHaveLength(1);
  });

  it.each([
    [{ name: [] }, "no pipeline is named"],
    [{ name: ["item-sales"], file: ["sales.ndjson"] }, "2 are named: item-sales, sales.ndjson"],
  ])("wants one pipeline, and knows where the events belong: %j", async (named, words) => {
    const { context } = setup([good]);
    const failure = await run({ ...input, ...named }, context).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect(failure).toMatchObject({
      message: `events go to the topic of one pipeline, and ${words}`,
      hint: expect.stringContaining("--events") as string,
    });
  });

  it("takes standard input for one of the two only", async () => {
    const { context } = setup([good]);
    await expect(run({ ...input, name: [], file: ["-"], events: "-" }, context)).rejects.toThrow(
      "standard input cannot hold both",
    );
  });
});
