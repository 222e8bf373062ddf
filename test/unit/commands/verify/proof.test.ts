import { expect, it } from "vitest";
import { systemDigests } from "#cli/adapters/system/digests.js";
import { run } from "#cli/commands/verify/proof.js";
import { proofText } from "#cli/core/proof/proof.js";
import { InputError } from "#cli/errors.js";
import { renderVerifyProof } from "#cli/reporters/verify.js";
import { fakeContext } from "#test/support/fakes/context.js";

const intact = proofText(
  {
    format: "cassink proof",
    formatVersion: 1,
    made: "2026-11-28T00:00:00.000Z",
    isRedacted: true,
    report: {
      outcome: "clean",
      pipelines: [
        {
          pipeline: "sales",
          outcome: "clean",
          tables: [{ keyspace: "shop", table: "sales", verdict: "clean" }],
        },
      ],
    },
  },
  (text) => systemDigests.of(text),
);
const texts: Readonly<Record<string, string>> = {
  intact,
  changed: intact.replace("clean", "Clean"),
  other: "{}",
};

const checked = (...file: readonly string[]) =>
  run(
    { file },
    fakeContext({
      digests: systemDigests,
      files: {
        readText: (path) => {
          const text = texts[path];
          return text === undefined
            ? Promise.reject(new InputError(`${path} cannot be read`))
            : Promise.resolve(text);
        },
      },
    }).context,
  );

it("says of each file what it is, whatever the others are", async () => {
  const result = await checked("changed", "other", "gone", "intact");
  expect(result.outcome).toBe("failed");
  const text = renderVerifyProof(result, { width: Infinity, color: false });
  expect(text).toContain("changed: CHANGED since it was made, redacted");
  expect(text).toContain("other: NOT READ\n  other is no proof of this version, or not whole");
  expect(text).toContain("gone: NOT READ\n  gone cannot be read");
  expect(text).toContain("intact: as it was made, redacted\n  made 2026-11-28T00:00:00.000Z, clean\n");
});

it("ends with findings where one was changed, and with an error where a sole file is none", async () => {
  expect((await checked("intact", "changed")).outcome).toBe("findings");
  expect((await checked("intact")).outcome).toBe("clean");
  await expect(checked("other")).rejects.toThrow("no proof");
});
