import { describe, expect, it } from "vitest";
import { run as list } from "#cli/commands/dlq/list.js";
import { run } from "#cli/commands/dlq/purge.js";
import { run as replay } from "#cli/commands/dlq/replay.js";
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

  it("gives up both records of a place whose topic was made again, each once", async () => {
    const both = [{ origin: "sales-0@1" }, { origin: "sales-0@1", time: 2_000 }];
    const { context } = lettersContext({ letters: both, resolutions: [{ origin: "sales-0@1" }] });
    expect(await run(usual, context)).toMatchObject({ purged: 1 });
    expect(await run(usual, context)).toMatchObject({ purged: 0 });
    expect((await list({ name: ["sales"] }, context)).topics[0]).toMatchObject({ waiting: 0, purged: 2 });
  });

  /** A run that was killed when its first record was in the topic. */
  const killed = async () => {
    const made = lettersContext({
      ...{ letters, records: Array.from({ length: 8 }, () => ({})) },
      onSent: (topic) => {
        if (topic === "sales") throw new Error("killed");
      },
    });
    const input = { ...usual, maxReplays: 3, overwrite: true, rate: 2 };
    await expect(replay(input, made.context)).rejects.toThrow("killed");
    return made;
  };

  it("notes what an unfinished replay has sent before it gives up the rest", async () => {
    const { topics } = await killed();
    const { context } = lettersContext({ topics });
    // The filter does not hide what was sent.
    const first = await run({ ...usual, origin: ["sales-0@4"] }, context);
    expect(first).toMatchObject({ purged: 1, found: 1, examples: ["sales-0@4"] });
    expect(renderPurge(first, { width: Infinity, color: false })).toContain(
      "1 record was sent by an earlier run, which is noted now",
    );
    expect(await run(usual, context)).toMatchObject({ purged: 2, found: 0 });
    expect((await list({ name: ["sales"] }, context)).topics[0]).toMatchObject({
      ...{ waiting: 0, purged: 3, replayed: 1 },
    });
  });

  it("is refused while a replay is at work, and leaves no claim behind", async () => {
    const { topics } = await killed();
    const notes = topics.get("dead.resolutions") ?? [];
    const claim = notes.findLast(({ key }) => String(key) === "sales/run");
    if (claim === undefined) throw new Error("no claim");
    const said = JSON.parse(String(claim.value)) as { at: number };
    const value = Buffer.from(JSON.stringify({ ...said, at: said.at + 1 }));
    const made = lettersContext({
      topics,
      ports: {
        clock: {
          now: () => said.at + 10,
          sleep: () => Promise.resolve(void notes.push({ ...claim, offset: notes.length, value })),
        },
      },
    });
    await expect(run(usual, made.context)).rejects.toThrow("another run is at work on the dead letters");
    expect((await list({ name: ["sales"] }, made.context)).topics[0]).toMatchObject({ purged: 0 });
    const alone = lettersContext({ letters });
    await run(usual, alone.context);
    const last = alone.topics.get("dead.resolutions")?.findLast(({ key }) => String(key) === "sales/run");
    expect(last?.value).toBeNull();
  });

  it("says that it can note nothing of a letter that does not say its record", async () => {
    const { context } = lettersContext({ letters: [{ origin: undefined }] });
    expect(await run(usual, context)).toMatchObject({ outcome: "findings", purged: 0, withoutOrigin: 1 });
  });
});
