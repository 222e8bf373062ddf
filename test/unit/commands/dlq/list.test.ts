import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/dlq/list.js";
import { InputError, UsageError } from "#cli/errors.js";
import type { DlqListInput } from "#cli/program/dlq.js";
import { renderList } from "#cli/reporters/dlq.js";
import { lettersContext } from "./letters-context.js";

const bad = "shop.sales: column n, from value.n: a text is not a number";

async function list(world: Parameters<typeof lettersContext>[0], input: DlqListInput = { name: ["sales"] }) {
  const result = await run(input, lettersContext(world).context);
  return { result, listed: result.topics[0], text: renderList(result, { width: Infinity, color: false }) };
}

describe("dlq list", () => {
  it("groups a thousand texts that differ in a value, and counts records, not letters", async () => {
    const letters = Array.from({ length: 1_000 }, (_, offset) => ({
      origin: `sales-0@${offset}`,
      message: `sales-0@${offset}: column n, from value.n: ${offset} is out of range`,
      time: 1_000 + offset,
    }));
    const { result, listed } = await list({ letters: [...letters, ...letters.slice(0, 10)] });
    expect(result.outcome).toBe("findings");
    expect(listed).toMatchObject({ letters: 1_010, origins: 1_000, waiting: 1_000, replayed: 0 });
    expect(listed?.groups).toEqual([
      {
        ...{ cause: "column n, from value.n: # is out of range", column: "n", topic: "sales" },
        ...{ letters: 1_010, origins: 1_000, waiting: 1_000, replayed: 0, purged: 0, quarantined: 0 },
        ...{ first: 1_000, last: 1_999, example: "sales-0@0" },
      },
    ]);
  });

  it("groups by one thing alone", async () => {
    const letters = [
      { origin: "sales-0@1" },
      { origin: "sales-0@2", message: "sales-0@2: column m, from value.m: bad" },
      { origin: "returns-0@2", message: "returns-0@2: column m, from value.m: worse" },
    ];
    const kinds = async (by: "cause" | "column" | "topic") =>
      (await list({ letters }, { topic: "dead", by })).listed?.groups.map((group) => [
        group[by],
        group.letters,
      ]);
    expect(await kinds("column")).toEqual([
      ["m", 2],
      ["n", 1],
    ]);
    expect(await kinds("topic")).toEqual([
      ["sales", 2],
      ["returns", 1],
    ]);
    expect(await kinds("cause")).toHaveLength(3);
  });

  it("says what has become of each record, and shows one that waits", async () => {
    const letters = [1, 2, 3, 4].map((offset) => ({ origin: `sales-0@${offset}` }));
    const resolutions = [
      { origin: "sales-0@1", action: "replayed", to: "sales-0@9", count: 1 },
      { origin: "sales-0@2" },
      { origin: "sales-0@3", action: "quarantined", count: 3 },
    ] as const;
    const { result, listed, text } = await list({ letters, resolutions });
    expect(result.outcome).toBe("findings");
    expect(listed).toMatchObject({ waiting: 1, replayed: 1, purged: 1, quarantined: 1 });
    expect(listed?.groups[0]?.example).toBe("sales-0@4");
    expect(text).toContain("4 letters of 4 records in dead: 1 waits, 1 in quarantine, 1 replayed, 1 purged");
  });

  it("is clean when none waits, and not while one is in quarantine", async () => {
    const letters = [{ origin: "sales-0@1" }];
    const of = async (action: "purged" | "quarantined") =>
      (await list({ letters, resolutions: [{ origin: "sales-0@1", action }] })).result.outcome;
    expect(await of("purged")).toBe("clean");
    expect(await of("quarantined")).toBe("findings");
    expect((await list({})).result.outcome).toBe("clean");
  });

  it("believes no note of another connector, or of a record of another time", async () => {
    const letters = [{ origin: "sales-0@1" }, { origin: "sales-0@2" }];
    const resolutions = [
      { origin: "sales-0@1", connector: "returns" },
      { origin: "sales-0@2", time: 999 },
    ];
    expect((await list({ letters, resolutions })).listed).toMatchObject({ waiting: 2, purged: 0 });
  });

  it("counts the record of a topic that was made again by itself", async () => {
    const letters = [
      { origin: "sales-0@1" },
      { origin: "sales-0@1", time: 2_000 },
      { origin: "sales-0@1", time: 2_000 },
    ];
    const resolutions = [{ origin: "sales-0@1" }];
    const { listed } = await list({ letters, resolutions });
    expect(listed).toMatchObject({ letters: 3, origins: 2, waiting: 1, purged: 1 });
    expect(listed?.groups).toMatchObject([{ letters: 3, origins: 2, waiting: 1, purged: 1 }]);
  });

  it("leaves out letters of other connectors that share the topic, unless the topic is named", async () => {
    const letters = [{ origin: "sales-0@1" }, { origin: "sales-0@1", connector: "returns" }];
    expect((await list({ letters })).listed).toMatchObject({ letters: 1, connector: "sales" });
    expect((await list({ letters }, { topic: "dead" })).listed).toMatchObject({ letters: 2, origins: 2 });
  });

  it("counts letters that do not say their record each for itself", async () => {
    const { listed, text } = await list({ letters: [{ origin: undefined }, { origin: undefined }] });
    expect(listed).toMatchObject({ letters: 2, origins: 2, withoutOrigin: 2, waiting: 2 });
    expect(text).toContain("2 letters do not say of which record");
  });

  it("says that there is no topic yet, that letters are deleted, and that there is nothing to list", async () => {
    expect((await list({ isThere: false })).text).toBe(
      "sales: there is no topic dead yet, and no dead letter\n",
    );
    expect((await list({ letters: [{ origin: "sales-0@1" }], low: 7 })).text).toContain(
      "has deleted letters",
    );
    expect((await list({ config: {} }, {})).text).toBe("no pipeline has a dead-letter topic\n");
  });

  it("refuses a pipeline without a dead-letter topic, a topic that is not there, and both together", async () => {
    await expect(list({ config: {} })).rejects.toThrow(InputError);
    await expect(list({}, { topic: "other" })).rejects.toThrow("there is no such topic");
    await expect(list({}, { name: ["sales"], topic: "dead" })).rejects.toThrow(UsageError);
  });

  it("shows the cause", async () => {
    expect((await list({ letters: [{ origin: "sales-0@1" }] })).text).toContain(bad);
  });
});
