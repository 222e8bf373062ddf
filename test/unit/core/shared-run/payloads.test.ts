import { expect, test } from "vitest";
import type { ControlRecord } from "#cli/core/shared-run/control-record.js";
import { ControlReader, controlMessages } from "#cli/core/shared-run/payloads.js";
import { readBlockText, blockText } from "#cli/core/shared-run/sent-blocks.js";
import { controlTopic, runOfTopic, writesTopic } from "#cli/core/shared-run/topic-names.js";
import type { OutgoingRecord } from "#cli/core/kafka/record.js";

const done = (attempt: string): ControlRecord => ({
  ...{ kind: "done", member: "a", task: { phase: "read", index: 1 }, attempt },
});

const received = ({ key, value }: OutgoingRecord) => ({
  key: Buffer.from(key ?? ""),
  value: value === null ? null : Buffer.from(value),
});

test("a payload that is larger than a record comes in pieces, between those of others", () => {
  const [mine, others] = [1, 2].map((byte) => Buffer.alloc(2_000_000, byte));
  const [left, right] = [controlMessages(done("1"), mine, 0), controlMessages(done("2"), others, 0)];
  const reader = new ControlReader();

  expect(left).toHaveLength(3);
  for (const { value } of left) expect(value?.length ?? 0).toBeLessThan(1_000_000);
  const read = left
    .flatMap((message, index) => [message, right[index]])
    .flatMap((message) => (message === undefined ? [] : (reader.take(received(message)) ?? [])));
  expect(read.map(({ record }) => record)).toEqual([done("1"), done("2")]);
  expect(read.map(({ payload }, index) => payload.equals([mine, others][index] ?? Buffer.of()))).toEqual([
    true,
    true,
  ]);
});

test("a record without all of its pieces, and what no member writes, is none", () => {
  const messages = controlMessages(done("1"), Buffer.alloc(2_000_000), 0).slice(1);
  const reader = new ControlReader();

  for (const message of messages) expect(reader.take(received(message))).toBeUndefined();
  for (const key of [
    "",
    "{}",
    "[]",
    "null",
    '{"kind":"beat"}',
    '{"kind":"constructor","member":"a","pieces":0}',
  ])
    expect(reader.take({ key: Buffer.from(key), value: null })).toBeUndefined();
  expect(reader.take({ key: null, value: Buffer.of(1) })).toBeUndefined();
});

test("a block's origin is in its key, and a run's name in its topics", () => {
  const origin = { attempt: "00ff-3", table: 1, sequence: 12 };

  expect(readBlockText(blockText(origin))).toEqual(origin);
  expect(readBlockText("something else")).toBeUndefined();
  expect([controlTopic("r"), writesTopic("r", "00ff-0")].map(runOfTopic)).toEqual(["r", "r"]);
  expect(["sales", "cassink.verify.", "cassink.verify.a.b.c"].map(runOfTopic)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
