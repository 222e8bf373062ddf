import { expect, it } from "vitest";
import { run } from "#cli/commands/dlq/export.js";
import type { ExportedLetter } from "#cli/core/dead-letters/exported.js";
import { lettersContext, type LettersWorld } from "./letters-context.js";

async function exported(world: LettersWorld, input: Parameters<typeof run>[0] = { name: ["sales"] }) {
  const lines: ExportedLetter[] = [];
  const ports = { emitDocument: (line: object) => Promise.resolve(void lines.push(line as ExportedLetter)) };
  const result = await run(input, lettersContext({ ...world, ports: ports }).context);
  return { result, lines };
}

it("writes every byte of a letter, and what has become of it", async () => {
  const letters = [
    { origin: "sales-0@5", key: null, value: "vä", headers: { trace: "t" } },
    { origin: "sales-0@6" },
    { origin: "sales-0@7", connector: "returns" },
  ];
  const { result, lines } = await exported({ letters, resolutions: [{ origin: "sales-0@6" }] });
  expect(result).toEqual({ outcome: "clean", letters: 2 });
  expect(lines[0]).toMatchObject({
    ...{
      letter: "dead-0@0",
      origin: "sales-0@5",
      topic: "sales",
      partition: 0,
      offset: 5,
      connector: "sales",
    },
    ...{ timestamp: 1_000, state: "waiting", replays: 0, columns: ["n"], key: null },
    value: { base64: "dsOk", text: "vä" },
  });
  expect(lines[0]?.headers[0]).toEqual({ name: "trace", value: { base64: "dA==", text: "t" } });
  expect(lines[0]?.headers).toHaveLength(7);
  expect(lines[1]).toMatchObject({ origin: "sales-0@6", state: "purged" });
});

it("gives bytes that are no text as base64 alone, and takes what fits", async () => {
  const made = lettersContext({ letters: [{ origin: "sales-0@5" }, { origin: "sales-0@6" }] });
  const [letter] = made.topics.get("dead") ?? [];
  if (letter === undefined) throw new Error("no letter");
  const topics = new Map([["dead", [{ ...letter, value: Buffer.from([0xff, 0x00]) }]]]);
  expect((await exported({ topics })).lines[0]?.value).toEqual({ base64: "/wA=" });
  const some = await exported({ topics: made.topics }, { name: ["sales"], origin: ["sales-0@6"] });
  expect(some.lines.map(({ origin }) => origin)).toEqual(["sales-0@6"]);
});
