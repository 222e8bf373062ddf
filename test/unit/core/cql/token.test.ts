import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { Random } from "#cli/core/generate/random.js";
import { lowestToken, ringPosition, token } from "#cli/core/cql/token.js";

interface Tokenizer {
  hash(bytes: Buffer): { getValue(): { toString(): string } };
}
const { Murmur3Tokenizer } = createRequire(import.meta.url)("cassandra-driver/lib/tokenizer.js") as {
  readonly Murmur3Tokenizer: new () => Tokenizer;
};

describe("token", () => {
  it("is the one of the driver, whatever the bytes and their number", () => {
    const tokenizer = new Murmur3Tokenizer();
    const random = new Random(1, 1);
    for (let round = 0; round < 2_000; round++) {
      const bytes = Buffer.from(Array.from({ length: round % 67 }, () => random.below(256)));
      const of = token(bytes);
      expect(of, bytes.toString("hex")).toBe(BigInt(tokenizer.hash(bytes).getValue().toString()));
      const from = lowestToken(ringPosition(bytes));
      expect(of >= from && of < from + 2n ** 32n).toBe(true);
    }
  });

  it("takes the first bytes of a longer array", () => {
    expect(token(Buffer.from("abc-----"), 3)).toBe(token(Buffer.from("abc")));
  });
});
