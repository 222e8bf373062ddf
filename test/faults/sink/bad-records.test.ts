import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { SinkJob } from "#test/support/sink/job.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";
import type { SentRecord } from "#test/support/sink/topic.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";

let stack: SinkStack;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});

afterAll(() => stack.close());

const now = Date.now() - 1_000_000;

const good = (index: number): SentRecord => ({
  key: `good ${index}`,
  value: JSON.stringify({ n: index, t: `text ${index}` }),
  timestamp: now + index,
});

const bad = (key: string, value: string | Buffer | null, timestamp = now): SentRecord => ({
  key,
  value,
  timestamp,
});

/** `topic-partition@offset` of the record that a dead letter is of, from the headers that Connect gives it. */
function originOf(letter: KafkaRecord): string {
  const header = (name: string): string =>
    letter.headers.find(({ key }) => key === `__connect.errors.${name}`)?.value?.toString() ?? "";
  return `${header("topic")}-${header("partition")}@${header("offset")}`;
}

function messageOf(letter: KafkaRecord): string {
  return (
    letter.headers.find(({ key }) => key === "__connect.errors.exception.message")?.value?.toString() ?? ""
  );
}

describe.concurrent("a dead-letter topic", () => {
  it("takes the poison among 100,000 records, each once, and all others are written", async () => {
    const job = await SinkJob.create(stack, { name: "poison", deadLetters: true });
    const all = Array.from({ length: 100_000 }, (_, index) => good(index));
    const isPoison = (index: number): boolean => index % 10_000 === 7_777;
    await job.deploy();
    for (let start = 0; start < all.length; start += 10_000) {
      const some = all.slice(start, start + 10_000);
      await job.sendGood(some.filter((_, index) => !isPoison(start + index)));
      await job.sendBad([bad(`poison ${start}`, `{"n":"no number","t":"x"}`, now + start)]);
    }
    await job.drained(150_000);
    const letters = await job.deadLetters();
    expect(letters.map(({ key }) => key?.toString()).sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `poison ${index * 10_000}`),
    );
    for (const letter of letters)
      expect(messageOf(letter)).toContain(`${originOf(letter)}: ${job.table}: column n, from value.n: `);
    expect(await job.wrongRows()).toEqual([]);
    await job.remove();
  });

  it("takes bytes that are no record of the table, with what is wrong; all others are written", async () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const cases: readonly (readonly [SentRecord, RegExp])[] = [
      [bad("deep", `{"x":${deep},"n":1}`), /the record's value: is not JSON.*deeper than/],
      [bad("deep and wanted", `{"n":${deep}}`), /the record's value: is not JSON.*deeper than/],
      [bad("cut UTF-8", Buffer.from("7b2274223a22c328227d", "hex")), /value: bytes are not UTF-8/],
      [bad("long UTF-8", Buffer.from("7b2274223a22c080227d", "hex")), /value: bytes are not UTF-8/],
      [bad("half a pair", '{"t":"\\ud800"}'), /column t, from value.t: a text has half of a surrogate pair/],
      [
        bad("out of range", '{"n":18446744073709551621}'),
        /column n, from value.n: a number is not whole or out of range for bigint/,
      ],
      [bad("not whole", '{"n":0.5}'), /column n, from value.n: a number is not whole/],
      [bad("exponent", '{"n":1e57562478202}'), /a number has an exponent that is out of range/],
      [bad("twice", '{"n":1,"n":2}'), /value: has the field n twice/],
      [bad("no JSON", "n=1"), /value: is not JSON/],
      [bad("cut short", '{"n":1'), /value: is not JSON/],
      [bad("microseconds", '{"n":1}', 1_700_000_000_000_000), /microseconds instead of milliseconds/],
      [bad("", '{"n":1}'), /column k, from key: the partition key is empty/],
      [
        bad("k".repeat(70_000), '{"n":1}'),
        /column k, from key: a part of the primary key is longer than 65535 bytes/,
      ],
    ];
    const job = await SinkJob.create(stack, {
      name: "bytes",
      partitions: 1,
      topicConfigs: { "message.timestamp.after.max.ms": "9223372036854775807" },
      deadLetters: true,
    });
    await job.deploy();
    for (const [index, [record]] of cases.entries()) {
      await job.sendGood([good(index)]);
      await job.sendBad([record]);
    }
    await job.sendGood([good(cases.length)]);
    await job.drained();
    const letters = await job.deadLetters();
    const found = new Map(letters.map((letter) => [letter.key?.toString(), letter]));
    expect(letters).toHaveLength(cases.length);
    for (const [index, [{ key }, message]] of cases.entries()) {
      const letter = found.get(key ?? "");
      expect(letter, key?.slice(0, 20)).toBeDefined();
      if (letter === undefined) continue;
      expect(messageOf(letter)).toMatch(message);
      expect(originOf(letter)).toBe(`${job.topic}-0@${2 * index + 1}`);
      expect(messageOf(letter)).toContain(originOf(letter));
    }
    expect(await job.wrongRows()).toEqual([]);
    await job.remove();
  });

  it("takes a value of 20 MB, which no node takes, and a row of 2 MB is written", async () => {
    const large = String(24 * 1024 * 1024);
    const job = await SinkJob.create(stack, {
      name: "large",
      partitions: 1,
      topicConfigs: { "max.message.bytes": large },
      deadLetters: true,
      config: {
        "consumer.override.max.partition.fetch.bytes": large,
        "producer.override.max.request.size": large,
        "producer.override.buffer.memory": String(48 * 1024 * 1024),
      },
    });
    await job.deploy();
    await job.sendGood([{ ...good(1), value: JSON.stringify({ n: 1, t: "x".repeat(2_000_000) }) }]);
    await job.sendBad([bad("20 MB", JSON.stringify({ n: 1, t: "x".repeat(20_000_000) }))]);
    await job.sendGood([good(2)]);
    await job.drained();
    const letters = await job.deadLetters();
    expect(letters.map(originOf)).toEqual([`${job.topic}-0@1`]);
    expect(messageOf(letters[0] as KafkaRecord)).toContain(`${job.topic}-0@1: ${job.table}`);
    expect(await job.wrongRows()).toEqual([]);
    await job.remove();
  });

  it("that is deleted holds the offset, and the task fails when retry.timeout is over", async () => {
    const job = await SinkJob.create(stack, {
      name: "no-letters",
      partitions: 1,
      deadLetters: true,
      config: { "retry.timeout": "5", "producer.override.delivery.timeout.ms": "120000" },
    });
    await job.deploy();
    await job.sendGood([good(1)]);
    await job.drained();
    await job.deleteDeadLetterTopic();
    await job.sendBad([bad("poison", "{}}")]);
    await job.sendGood([good(2)]);
    expect(await job.failed()).toMatch(
      new RegExp(`${job.topic}-0@1: the dead letter of this bad record cannot be`),
    );
    expect([...(await job.committed()).values()]).toEqual([1]);
    await job.createDeadLetterTopic();
    await job.restart();
    await job.drained();
    expect((await job.deadLetters()).map(originOf)).toEqual([`${job.topic}-0@1`]);
    expect(await job.wrongRows()).toEqual([]);
    await job.remove();
  });
});

describe.concurrent("without tolerance and without a reporter", () => {
  it("a bad record fails the task, which names it and its column, and holds the offset before it", async () => {
    const job = await SinkJob.create(stack, { name: "intolerant", partitions: 1 });
    await job.deploy();
    await job.sendGood([good(1), good(2)]);
    await job.drained();
    await job.sendGood([good(3)]);
    await job.sendBad([bad("poison", '{"n":"no number"}')]);
    expect(await job.failed(30_000)).toContain(
      `${job.topic}-0@3: ${job.table}: column n, from value.n: a text is not a number`,
    );
    const [committed] = [...(await job.committed()).values()];
    expect(committed).toBeGreaterThanOrEqual(2);
    expect(committed).toBeLessThanOrEqual(3);
    await job.sendGood([good(4)]);
    await job.deploy({ ignoreErrors: "All" });
    await job.drained();
    expect(await job.wrongRows()).toEqual([]);
    await job.remove();
  });
});
