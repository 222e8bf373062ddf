import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/dlq/replay.js";
import { run as purge } from "#cli/commands/dlq/purge.js";
import { type ExportedLetter, exportedLetter } from "#cli/core/dead-letters/exported.js";
import { Resolutions } from "#cli/core/dead-letters/resolution.js";
import { InputError, InterruptedError, UsageError } from "#cli/errors.js";
import type { DlqReplayInput } from "#cli/program/dlq.js";
import { renderReplay } from "#cli/reporters/dlq.js";
import { type LetterOf, letterOf } from "#test/support/fakes/dead-letters.js";
import { lettersContext, type LettersContext, type LettersWorld, replayedIn } from "./letters-context.js";

const usual: DlqReplayInput = { name: ["sales"], maxReplays: 3, yes: true, from: "letters.ndjson" };
const ourSink = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  "errors.deadletterqueue.topic.name": "dead",
  topics: "sales",
  "topic.sales.shop.sales.mapping": "id=key, n=value.n",
};
const orderLog = { ...ourSink, order: "log", "order.epoch": "2026-01-01T00:00:00Z" };
const records = Array.from({ length: 8 }, () => ({}));
const three: readonly LetterOf[] = [1, 2, 3].map((offset) => ({
  ...{ origin: `sales-0@${offset}`, key: `k${offset}`, value: `v${offset}`, headers: { trace: "t" } },
}));

const exportedOf = (letters: readonly LetterOf[]): readonly ExportedLetter[] =>
  letters.map((letter, offset) => exportedLetter(letterOf(offset, letter), `dead-0@${offset}`, "waiting"));
const linesOf = (letters: readonly LetterOf[]): readonly string[] =>
  exportedOf(letters).map((each) => JSON.stringify(each));

function made(lines: readonly string[], world: LettersWorld = {}): LettersContext {
  return lettersContext({
    ...{ config: ourSink, records },
    ...world,
    ports: {
      ...world.ports,
      files: {
        // eslint-disable-next-line @typescript-eslint/require-await -- as lines come
        async *readLines() {
          yield* lines;
        },
      },
    },
  });
}

async function replay(
  lines: readonly string[],
  world: LettersWorld = {},
  input: Partial<DlqReplayInput> = {},
) {
  const context = made(lines, world);
  const result = await run({ ...usual, ...input }, context.context);
  return { ...context, result, text: renderReplay(result, { width: Infinity, color: false }) };
}

const textOf = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();
const sentIn = ({ topics }: LettersContext, topic = "sales") =>
  (topics.get(topic) ?? []).filter(({ headers }) =>
    headers.some(({ key }) => key === "cassink.replay.origin"),
  );

function noted({ topics }: Pick<LettersContext, "topics">, origin: string) {
  const resolutions = new Resolutions();
  for (const record of topics.get("dead.resolutions") ?? []) resolutions.add(record);
  return resolutions.of("sales", origin, 1_000);
}

describe("dlq replay --from", () => {
  it("sends the file's records, whose letters the topic no longer has, and notes where they are", async () => {
    const run = await replay(linesOf(three));
    expect(run.result).toMatchObject({ outcome: "clean", replayed: 3, sentBefore: 0 });
    expect(sentIn(run).map(({ key, value }) => [textOf(key), textOf(value)])).toEqual(
      [1, 2, 3].map((n) => [`k${n}`, `v${n}`]),
    );
    expect(sentIn(run)[0]?.headers.map(({ key, value }) => [key, textOf(value)])).toEqual([
      ["trace", "t"],
      ["cassink.replay.origin", "sales-0@1"],
      ["cassink.replay.connector", "sales"],
      ["cassink.replay.time", "1000"],
      ["cassink.replay.count", "1"],
    ]);
    expect(noted(run, "sales-0@2")).toMatchObject({
      ...{ action: "replayed", to: "sales-0@9", letter: "dead-0@1", count: 1 },
    });
  });

  it("sends what was edited, and not what the topic has", async () => {
    const [first, ...rest] = exportedOf(three);
    const lines = [{ ...first, value: { text: "mended" } }, ...rest].map((each) => JSON.stringify(each));
    const run = await replay(lines, { letters: three });
    expect(sentIn(run).map(({ value }) => textOf(value))).toEqual(["mended", "v2", "v3"]);
  });

  it("sends nothing the second time, and says so", async () => {
    const first = await replay(linesOf(three), { letters: three });
    const second = await replay(linesOf(three), { topics: first.topics });
    expect(second.result).toMatchObject({ outcome: "clean", replayed: 0, sentBefore: 3 });
    expect(second.text).toBe("sales: 0 records sent again\n3 records of the file were sent before\n");
    expect(replayedIn(second)).toHaveLength(3);
    // Without the file nothing is left, either.
    const { context, topics } = lettersContext({ config: ourSink, topics: second.topics });
    expect(await run({ ...usual, from: undefined } as unknown as DlqReplayInput, context)).toMatchObject({
      replayed: 0,
      sentBefore: 0,
    });
    expect(topics.get("sales")).toHaveLength(records.length + 3);
  });

  it("says so, too, of what another run sends before this one has its claim", async () => {
    const done = await replay(linesOf(three), { letters: three });
    const topics = new Map([...done.topics].filter(([name]) => name !== "dead.resolutions"));
    const late = made(linesOf(three), {
      topics,
      ports: {
        kafka: {
          // The other run comes and goes after this one has looked what was sent before.
          createTopic: ({ name }) => {
            late.topics.set(name, [...(done.topics.get(name) ?? [])]);
            return Promise.resolve();
          },
        },
      },
    });
    expect(await run(usual, late.context)).toMatchObject({ outcome: "clean", replayed: 0, sentBefore: 3 });
    expect(replayedIn(late)).toHaveLength(3);
  });

  it("notes where the connector does not read what is sent", async () => {
    const world = { topics: new Map(["sales", "copy"].map((name) => [name, []])) };
    const aside = await replay(linesOf(three), world, { to: "copy" });
    expect(aside.result).toMatchObject({ outcome: "clean", replayed: 3, unread: "copy" });
    expect(aside.text).toContain(
      "note: connector sales of this pipeline does not read copy, and writes nothing of what is sent there\n",
    );
    const read = await replay(linesOf(three), world, { to: "sales" });
    expect(read.result).not.toHaveProperty("unread");
    const others = Object.fromEntries(Object.entries(ourSink).filter(([key]) => key !== "topics"));
    const matched = { ...others, "topics.regex": "co.*" };
    const dry = { to: "copy", dryRun: true };
    expect((await replay(linesOf(three), { ...world, config: matched }, dry)).result).not.toHaveProperty(
      "unread",
    );
    const strange = { ...others, "topics.regex": "(?<=x)\\Qcopy" };
    expect((await replay(linesOf(three), { ...world, config: strange }, dry)).result).toMatchObject({
      replayed: 3,
    });
  });

  it("sends what was given up: whoever brings it wants it after all", async () => {
    const given = lettersContext({ config: ourSink, records, letters: three });
    await purge({ name: ["sales"], yes: true }, given.context);
    const run = await replay(linesOf(three), { topics: given.topics });
    expect(run.result).toMatchObject({ replayed: 3 });
    expect(noted(run, "sales-0@1")).toMatchObject({ action: "replayed" });
  });

  it("sends a record that stands there twice once, in the order of the records", async () => {
    const lines = [...linesOf(three).toReversed(), "", ...linesOf(three)];
    expect(replayedIn(await replay(lines))).toEqual(["sales-0@1", "sales-0@2", "sales-0@3"]);
  });

  it("takes only what fits, to another topic, through a command, at most so often", async () => {
    const world: LettersWorld = {
      topics: new Map([
        ["sales", []],
        ["copy", []],
      ]),
      ports: {
        shell: {
          run: (_, input) =>
            Promise.resolve({ end: 0, output: Buffer.from(`${textOf(input)}!`), errors: "" }),
        },
      },
    };
    const often = { origin: "sales-0@4", headers: { "cassink.replay.count": "3" } };
    const run = await replay(linesOf([...three, often]), world, {
      ...{ origin: ["sales-0@2", "sales-0@4"], to: "copy", through: "x" },
    });
    expect(run.result).toMatchObject({ outcome: "findings", replayed: 1, quarantined: 1 });
    expect(sentIn(run, "copy").map(({ value }) => textOf(value))).toEqual(["v2!"]);
    expect(noted(run, "sales-0@4")).toMatchObject({ action: "quarantined" });
  });

  it("refuses what would overwrite a later record, as from the topic", async () => {
    const later = records.map((_, offset) => (offset === 6 ? { key: Buffer.from("k2") } : {}));
    const run = await replay(linesOf(three), { config: orderLog, records: later });
    expect(run.result).toMatchObject({
      ...{ outcome: "findings", replayed: 2, refused: 1 },
      refusals: [{ origin: "sales-0@2", reason: expect.stringContaining("sales-0@6") as string }],
    });
  });

  it("does not take the records of letters for later ones that have written: in the file, or in the topic", async () => {
    const both = [1, 4, 6].map((offset) => ({ origin: `sales-0@${offset}`, key: "k" }));
    const held = records.map((_, offset) => ([1, 4, 6].includes(offset) ? { key: Buffer.from("k") } : {}));
    const world = { config: orderLog, records: held, letters: both.slice(2) };
    const run = await replay(linesOf(both.slice(0, 2)), world);
    expect(run.result).toMatchObject({ replayed: 2, refused: 0 });
  });

  it.each([1, 2])("sends each record once when it is killed behind batch %s", async (batches) => {
    let sent = 0;
    const killed = made(linesOf(three), {
      onSent: (topic) => {
        if (topic === "sales" && ++sent === batches) throw new Error("killed");
      },
    });
    await expect(run({ ...usual, rate: 2 }, killed.context)).rejects.toThrow("killed");
    const second = await replay(linesOf(three), { topics: killed.topics });
    expect(second.result).toMatchObject({ replayed: 3 - batches, found: 1 });
    expect([...replayedIn(second)].sort()).toEqual(three.map(({ origin }) => origin));
  });

  it("has what a killed run has sent noted by any later one, also where the topic has no letter of it", async () => {
    const killed = made(linesOf(three), {
      onSent: (topic) => {
        if (topic === "sales") throw new Error("killed");
      },
    });
    await expect(run(usual, killed.context)).rejects.toThrow("killed");
    killed.topics.set("dead", [letterOf(9, { origin: "sales-0@7", key: "k7" })]);
    const other = lettersContext({ config: ourSink, topics: killed.topics });
    expect(await purge({ name: ["sales"], yes: true }, other.context)).toMatchObject({ purged: 1, found: 3 });
    expect(noted(other, "sales-0@1")).toMatchObject({ action: "replayed", to: "sales-0@8", count: 1 });
    const last = await replay(linesOf(three), { topics: other.topics });
    expect(last.result).toMatchObject({ replayed: 0, sentBefore: 3 });
    expect(replayedIn(last)).toHaveLength(3);
  });

  it("notes as sent what was given up, brought in a file and killed", async () => {
    const given = lettersContext({ config: ourSink, records, letters: three });
    await purge({ name: ["sales"], yes: true }, given.context);
    const killed = made(linesOf(three), {
      topics: given.topics,
      onSent: (topic) => {
        if (topic === "sales") throw new Error("killed");
      },
    });
    await expect(run(usual, killed.context)).rejects.toThrow("killed");
    const last = await replay(linesOf(three), { topics: killed.topics });
    expect(last.result).toMatchObject({ replayed: 0, found: 3 });
    expect(replayedIn(last)).toHaveLength(3);
  });

  it("counts letters that do not say of which record they are", async () => {
    const run = await replay(linesOf([...three, {}]));
    expect(run.result).toMatchObject({ replayed: 3, withoutOrigin: 1 });
  });
});

describe("a file that is wrong", () => {
  const failureOf = async (lines: readonly string[], input: Partial<DlqReplayInput> = {}) => {
    const context = made(lines);
    const failure = await run({ ...usual, ...input }, context.context).catch((error: unknown) => error);
    expect(replayedIn(context)).toEqual([]);
    expect(context.topics.has("dead.resolutions")).toBe(false);
    return failure as InputError;
  };
  const [first = ""] = linesOf(three);

  it("is named with line and column, and nothing is sent", async () => {
    const failure = await failureOf([first, "", '{"letter": 1}']);
    expect(failure).toBeInstanceOf(InputError);
    expect(failure).toMatchObject({
      message: "key timestamp is missing",
      where: "letters.ndjson:3:1",
    });
    const broken = await failureOf([first, first.slice(0, 20)], { from: "-" });
    expect(broken.where).toBe("standard input:2:21");
  });

  it.each([
    [{ topic: "other" }, "the letter is of topic other, and not of dead", 1],
    [{ connector: "returns" }, "the letter is of connector returns, and not of sales", 1],
  ])("of other letters is refused: %j", async (of, message, column) => {
    const [line = ""] = linesOf([{ origin: "sales-0@1", ...of }]);
    const failure = await failureOf([first, "topic" in of ? first.replace("dead-0@0", "other-0@0") : line]);
    expect(failure).toMatchObject({ message, where: `letters.ndjson:2:${column}` });
  });

  it("has one record twice, and different", async () => {
    const [other] = exportedOf(three);
    const failure = await failureOf([first, JSON.stringify({ ...other, value: { text: "mended" } })]);
    expect(failure).toMatchObject({
      message: "the record sales-0@1 stands in line 1, too, and there it is another one",
      where: "letters.ndjson:2:1",
    });
  });

  it("is not begun when Ctrl-C cuts it short, or is too large, or shares standard input", async () => {
    const controller = new AbortController();
    controller.abort(new InterruptedError());
    const cut = made([first], { ports: { signal: controller.signal } });
    await expect(run(usual, cut.context)).rejects.toBeInstanceOf(InterruptedError);
    const large = made(
      Array.from({ length: 1_000 }, () => first),
      { ports: { memory: { isShort: () => true } } },
    );
    await expect(run(usual, large.context)).rejects.toMatchObject({
      message: "the file holds more records than fit into memory",
      where: "letters.ndjson:1000",
    });
    for (const context of [cut, large]) expect(replayedIn(context)).toEqual([]);
    expect(await failureOf([first], { from: "-", file: ["-"] })).toBeInstanceOf(UsageError);
  });
});
