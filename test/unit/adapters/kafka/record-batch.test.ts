import { beforeAll, describe, expect, it } from "vitest";
import { prepareDecompression } from "#cli/adapters/kafka/decompression.js";
import { recordsOf, splitBatches } from "#cli/adapters/kafka/record-batch.js";

/** A log segment as a 4.3 broker keeps it: Java producer, snappy, two records with headers, one of them all null. */
const snappySegment = Buffer.from(
  "AAAAAAAAAAAAAAB8AAAAAAJfA2QlAAIAAAABAAABofyODasAAAGh/I4NzQAAAAAAAAArAAAAAAAAAAAAAoJTTkFQUFkAAAAAAQAAAAEAAAA3NdBOAAAACmtleS0xIHZhbHVlIG51bWJlciBvbmUEBGgxBHYxBGgyBHYyGABEAgEBAgRoMQR2MQ==",
  "base64",
);

/** "a", a commit marker, "aborted", an abort marker. */
const transactionSegment = Buffer.from(
  "AAAAAAAAAAAAAAA5AAAAAAJ1DBHuABAAAAAAAAABofxqoNEAAAGh/Gqg0QAAAAAAAAAHAAAAAAAAAAAAAQ4AAAABAmEAAAAAAAAAAAEAAABCAAAAAAKYpSDfADAAAAAAAAABofxqoP0AAAGh/Gqg/QAAAAAAAAAHAAD/////AAAAASAAAAAIAAAAAQwAAAAAAAAAAAAAAAAAAAIAAAA/AAAAAAIC+J3TABAAAAAAAAABofxqohkAAAGh/GqiGQAAAAAAAAAHAAAAAAABAAAAARoAAAABDmFib3J0ZWQAAAAAAAAAAAMAAABCAAAAAAJNcTWBADAAAAAAAAABofxqoh8AAAGh/GqiHwAAAAAAAAAHAAD/////AAAAASAAAAAIAAAAAAwAAAAAAAAA",
  "base64",
);

const read = (segment: Buffer, from = 0, to = Infinity) =>
  [...splitBatches(segment)].flatMap((batch) => recordsOf(batch, 3, from, to));

describe("record batches", () => {
  beforeAll(prepareDecompression);

  it("gives offsets, times, keys, values and headers as the producer wrote them", () => {
    const [first, second] = read(snappySegment);
    expect(first).toMatchObject({ partition: 3, offset: 0, timestamp: 1795238530475 });
    expect(first?.key?.toString()).toBe("key-1");
    expect(first?.value?.toString()).toBe("value number one");
    expect(first?.headers.map(({ key, value }) => `${key}=${value?.toString() ?? ""}`)).toEqual([
      "h1=v1",
      "h2=v2",
    ]);
    expect(second).toMatchObject({ offset: 1, timestamp: 1795238530509, key: null, value: null });
  });

  it("gives only the offsets asked for, though a batch is fetched whole", () => {
    expect(read(snappySegment, 1).map(({ offset }) => offset)).toEqual([1]);
    expect(read(snappySegment, 0, 1).map(({ offset }) => offset)).toEqual([0]);
  });

  it("counts transaction markers as offsets and never as records", () => {
    const batches = [...splitBatches(transactionSegment)];
    expect(batches.map(({ baseOffset, lastOffset, control }) => [baseOffset, lastOffset, control])).toEqual([
      [0, 0, false],
      [1, 1, true],
      [2, 2, false],
      [3, 3, true],
    ]);
    expect(read(transactionSegment).map(({ offset, value }) => [offset, value?.toString()])).toEqual([
      [0, "a"],
      [2, "aborted"],
    ]);
  });

  it("leaves out a batch that the fetch cut off", () => {
    for (const length of [0, 11, 60, 100, transactionSegment.length - 1]) {
      const batches = [...splitBatches(transactionSegment.subarray(0, length))];
      expect(batches.every(({ lastOffset }) => lastOffset < 3)).toBe(true);
    }
    expect([...splitBatches(transactionSegment.subarray(0, transactionSegment.length - 1))]).toHaveLength(3);
  });

  it("takes the broker's time where the topic is stamped at arrival", () => {
    const stamped = Buffer.from(transactionSegment);
    stamped.writeInt16BE(stamped.readInt16BE(21) | 0x8, 21);
    stamped.writeBigInt64BE(42n, 35);
    expect(read(stamped)[0]?.timestamp).toBe(42);
  });

  it("refuses formats of before Kafka 0.11, and records that overrun their batch", () => {
    const old = Buffer.from(transactionSegment);
    old.writeInt8(1, 16);
    expect(() => read(old)).toThrow("message format 1");
    const overrun = Buffer.from(transactionSegment);
    overrun.writeInt32BE(2, 57);
    expect(() => read(overrun)).toThrow();
  });
});
