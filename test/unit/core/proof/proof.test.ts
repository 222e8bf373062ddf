import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Random } from "#cli/core/generate/random.js";
import { proofText, readProof } from "#cli/core/proof/proof.js";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
const report = {
  outcome: "findings",
  pipelines: [
    {
      pipeline: "sales",
      outcome: "findings",
      tables: [{ keyspace: "shop", table: "sales", verdict: "findings", key: "name='é\u2028\ud800'" }],
    },
  ],
};
const proof = {
  format: "cassink proof",
  formatVersion: 1,
  made: "2026-11-28T00:00:00.000Z",
  isRedacted: false,
  report,
} as const;
const text = proofText(proof, digest);

describe("a proof", () => {
  it("is read as it was made", () => {
    const read = readProof(text, "p.json", digest);
    expect(read.isIntact).toBe(true);
    expect(read.proof).toMatchObject(proof);
  });

  it("tells each byte that is changed, added or taken away", () => {
    const bytes = Buffer.from(text);
    const random = new Random(5, 1);
    let told = 0;
    for (let at = 0; at < bytes.length; at++) {
      const other = Buffer.from(bytes);
      other[at] = (bytes[at] ?? 0) ^ (1 + random.below(255));
      const shorter = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
      const longer = Buffer.concat([bytes.subarray(0, at), Buffer.from(" "), bytes.subarray(at)]);
      for (const changed of [other, shorter, longer]) {
        try {
          expect(readProof(changed.toString(), "p.json", digest).isIntact, `byte ${at}`).toBe(false);
          told++;
        } catch (error) {
          expect(error).toMatchObject({ message: "p.json is no proof of this version, or not whole" });
        }
      }
    }
    expect(told).toBeGreaterThan(bytes.length);
    expect(() => readProof(`${text}\n`, "p.json", digest)).not.toThrow();
    expect(readProof(`${text}\n`, "p.json", digest).isIntact).toBe(false);
  });

  it.each([
    JSON.stringify({ ...proof, report: { outcome: "clean", pipelines: [null] } }),
    JSON.stringify({
      ...proof,
      report: { ...report, pipelines: [{ ...report.pipelines[0], tables: [{}] }] },
    }),
    "",
    "[]",
    "null",
    '{"format":"cassink plan","formatVersion":1}',
    "no json",
  ])("is not %j", (other) => {
    expect(() => readProof(other, "p.json", digest)).toThrow("p.json is no proof of this version");
  });
});
