import { describe, expect, it } from "vitest";
import { run as list } from "#cli/commands/dlq/list.js";
import { run } from "#cli/commands/dlq/purge.js";
import { UsageError } from "#cli/errors.js";
import { renderPurge } from "#cli/reporters/dlq.js";
import { lettersContext } from "./letters-context.js";

const usual = { name: ["sales"], yes: true };
const letters = [1, 2, 3, 4].map((offset) => ({ origin: `sales-0@${offset}` }));

describe("dlq purge", () => {
  it("notes what waits or is in quarantine, and does nothing the second time", async () => {
    const resolutions = [
      { origin: "sales-0@1", action: "replayed", to: "sales-0@9", count: 1 },
      { origin: "sales-0@2", action: "quarantined", count: 3 },
    ] as const;
    const { context } = lettersContext({ letters, resolutions });
    const first = await run(usual, context);
    expect(first).toMatchObject({ outcome: "clean", purged: 3 });
    expect(renderPurge(first, { width: Infinity, color: false })).toBe(
      "sales: 3 records of dead letters in dead given up\n  sales-0@2\n  sales-0@3\n  sales-0@4\n",
    );
    expect(await run(usual, context)).toMatchObject({ purged: 0 });
    expect((await list({ name: ["sales"] }, context)).topics[0]).toMatchObject({
      waiting: 0,
      purged: 3,
      replayed: 1,
    });
  });

  it("takes what fits alone, and wants --yes", async () => {
    const { context } = lettersContext({ letters });
    await expect(run({ name: ["sales"] }, context)).rejects.toThrow(UsageError);
    expect(await run({ ...usual, origin: ["sales-0@3"] }, context)).toMatchObject({
      purged: 1,
      examples: ["sales-0@3"],
    });
  });

  it("says that it can note nothing of a letter that does not say its record", async () => {
    const { context } = lettersContext({ letters: [{ origin: undefined }] });
    expect(await run(usual, context)).toMatchObject({ outcome: "findings", purged: 0, withoutOrigin: 1 });
  });
});
