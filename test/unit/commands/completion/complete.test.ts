import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/completion/complete.js";
import type { CommandTree, NameKind } from "#cli/core/completion/tree.js";
import { renderCandidates } from "#cli/reporters/completion.js";
import { fakeContext } from "#test/support/fakes/context.js";

const kinds: readonly NameKind[] = ["connector", "topic", "pipeline", "context", "file"];
const tree: CommandTree = {
  commands: kinds.map((kind) => ({ words: [kind], summary: "", arguments: { name: { completes: [kind] } } })),
  groups: {},
  globals: [{ flags: "--context <name>", description: "", completes: ["context"] }],
};

const ports = {
  clock: { sleep: () => new Promise<never>(() => undefined) },
  connect: {
    configs: () =>
      Promise.resolve(new Map(["sales", "weather", "we\nird", "we\u202eird"].map((name) => [name, {}]))),
  },
  kafka: { topicNames: () => Promise.resolve(["item_sales"]) },
  pipelines: { names: () => Promise.resolve(["item-sales"]) },
  contexts: { read: () => Promise.resolve({ current: undefined, contexts: new Map([["prod", {}]]) }) },
};

describe("names", () => {
  const named = async (...typed: string[]): Promise<string> =>
    renderCandidates(await run({ typed }, tree, fakeContext(ports).context));

  it.each([
    [["connector", "we"], "weather\tconnector\n"],
    [["topic", ""], "item_sales\ttopic\n"],
    [["pipeline", ""], "item-sales\tpipeline\n"],
    [["context", "p"], "prod\tcontext\n"],
    [["--context=p"], "--context=prod\tcontext\n"],
    [["file", "x"], ":files\n"],
    [["to"], "topic\t\n"],
    [[], "connector\t\ntopic\t\npipeline\t\ncontext\t\nfile\t\n"],
  ])("for %j are %j", async (typed, expected) => {
    expect(await named(...typed)).toBe(expected);
  });

  it("are none where a server does not answer, or answers late", async () => {
    const connect = { configs: () => Promise.reject(new Error("down")) };
    const kafka = { topicNames: () => new Promise<never>(() => undefined) };
    const { context } = fakeContext({ connect, kafka });
    for (const word of ["connector", "topic"]) {
      expect(await run({ typed: [word, ""] }, tree, context)).toMatchObject({ candidates: [] });
    }
  });
});
