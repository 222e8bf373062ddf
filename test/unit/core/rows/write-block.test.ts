import { describe, expect, it } from "vitest";
import { Random } from "#cli/core/generate/random.js";
import { readBlock, WriteBlocks, type EvaluatedWrite } from "#cli/core/rows/write-block.js";

const texts = ["", "=a", "=é", "=€", "=\u0001\u0002", "=\ud800", "=😀", `=${"x".repeat(70_000)}`];

function randomWrite(random: Random): EvaluatedWrite {
  const text = (): string => texts[random.below(texts.length)] ?? "";
  return {
    kind: random.below(2) === 0 ? "put" : "delete",
    key: text(),
    cells: text(),
    ofStatics: random.below(2) === 0,
    setsAll: random.below(2) === 0,
    stamp: {
      topicPartition: random.below(2 ** 32),
      offset: 2 ** 40 + random.below(9),
      writeTime: 1_700_000_000_000_000 + random.below(1000),
      index: [0, 1, 1_000_000][random.below(3)] ?? 0,
    },
    expiry: [0, 5, -5, 1_700_000_000_000][random.below(4)] ?? 0,
  };
}

const read = (blocks: readonly Buffer[], isWanted?: (key: string) => boolean): readonly EvaluatedWrite[] => {
  const writes: EvaluatedWrite[] = [];
  for (const block of blocks) readBlock(block, isWanted, { take: (write) => void writes.push(write) });
  return writes;
};

describe("WriteBlocks", () => {
  it("gives back the writes as they were, in their order", () => {
    const random = new Random(3, 1);
    for (const count of [0, 1, 2, 500]) {
      const writes = Array.from({ length: count }, () => randomWrite(random));
      const blocks = new WriteBlocks();
      let grown = 0;
      for (const write of writes) grown += blocks.add(write);
      const taken = blocks.take();
      expect(read(taken)).toEqual(writes);
      expect(grown).toBeGreaterThanOrEqual(taken.reduce((sum, { length }) => sum + length, 0));
      expect(blocks.take()).toEqual([]);
    }
  });

  it("passes over the writes whose keys are not wanted", () => {
    const random = new Random(4, 1);
    const writes = Array.from({ length: 200 }, () => randomWrite(random));
    const blocks = new WriteBlocks();
    for (const write of writes) blocks.add(write);
    const isWanted = (key: string): boolean => key.length > 2;
    expect(read(blocks.take(), isWanted)).toEqual(writes.filter(({ key }) => isWanted(key)));
  });
});
