import { expect, it } from "vitest";
import { decodeAnswer, encodeRequest } from "#cli/adapters/kafka/topic-id.js";

const id = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");

/** A broker's answer about one topic, in version 12 of Kafka's metadata. */
function answer(error: number, topic: Buffer): Buffer {
  const text = (value: string): Buffer => Buffer.from([value.length + 1, ...Buffer.from(value)]);
  const head = [Buffer.from([0]), Buffer.alloc(4)];
  const broker = [
    Buffer.alloc(4),
    text("localhost"),
    Buffer.alloc(4),
    Buffer.from([0]),
    Buffer.from([1, 7, 2, 9, 9]),
  ];
  const cluster = [Buffer.from([2]), ...broker, text("cluster"), Buffer.alloc(4)];
  return Buffer.concat([
    ...head,
    ...cluster,
    Buffer.from([2, 0, error]),
    text("sales"),
    topic,
    Buffer.alloc(30),
  ]);
}

it("asks for one topic by its name", () => {
  expect(encodeRequest("ab").toString("hex")).toBe(`0002${"00".repeat(16)}0361620000` + "0000");
});

it("reads a topic's id as Kafka's tools write it, behind brokers, tagged fields and all", () => {
  expect(decodeAnswer(answer(0, id))).toBe("AAECAwQFBgcICQoLDA0ODw");
});

it("has no id where the broker refuses, or says none", () => {
  expect(decodeAnswer(answer(3, id))).toBeUndefined();
  expect(decodeAnswer(answer(0, Buffer.alloc(16)))).toBeUndefined();
});
