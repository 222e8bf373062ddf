import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/dlq/replay.js";
import { Resolutions } from "#cli/core/dead-letters/resolution.js";
import { InputError, UsageError } from "#cli/errors.js";
import type { DlqReplayInput } from "#cli/program/dlq.js";
import { renderReplay } from "#cli/reporters/dlq.js";
import { lettersContext, type LettersContext, type LettersWorld, replayedIn } from "./letters-context.js";

const usual: DlqReplayInput = { name: ["sales"], maxReplays: 3, yes: true };
const ourSink = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  "errors.deadletterqueue.topic.name": "dead",
  topics: "sales",
  "topic.sales.shop.sales.mapping": "id=key, n=value.n",
};
const five = [1, 2, 3, 4, 5].map((offset) => ({ origin: `sales-0@${offset}`, key: `k${offset}` }));
const records = Array.from({ length: 8 }, () => ({}));

async function replay(world: LettersWorld, input: Partial<DlqReplayInput> = {}) {
  const made = lettersContext({ config: ourSink, records, ...world });
  const result = await run({ ...usual, ...input }, made.context);
  return { ...made, result, text: renderReplay(result, { width: Infinity, color: false }) };
}

const textOf = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();

/** What the topic beside the letters says now of a record. */
function noted({ topics }: Pick<LettersContext, "topics">, origin: string, time = 1_000) {
  const resolutions = new Resolutions();
  for (const record of topics.get("dead.resolutions") ?? []) resolutions.add(record);
  return resolutions.of("sales", origin, time);
}

describe("dlq replay", () => {
  it("sends the record as it was, says what it is, and notes where it is now", async () => {
    const letter = { origin: "sales-0@5", key: "k", value: "v", headers: { trace: "t" } };
    const made = await replay({ letters: [letter] });
    const sent = made.topics.get("sales")?.at(-1);
    expect(sent).toMatchObject({ partition: 0, offset: 8, timestamp: 1_000 });
    expect([sent?.key, sent?.value].map(textOf)).toEqual(["k", "v"]);
    expect(sent?.headers.map(({ key, value }) => [key, textOf(value)])).toEqual([
      ["trace", "t"],
      ["cassink.replay.origin", "sales-0@5"],
      ["cassink.replay.connector", "sales"],
      ["cassink.replay.time", "1000"],
      ["cassink.replay.count", "1"],
    ]);
    expect(noted(made, "sales-0@5")).toMatchObject({
      ...{ action: "replayed", to: "sales-0@8", letter: "dead-0@0", count: 1 },
    });
    expect(made.created).toMatchObject([
      { name: "dead.resolutions", configs: { "cleanup.policy": "compact" } },
    ]);
    expect(made.text).toBe("sales: 1 record sent again\n  sales-0@5 is now sales-0@8\n");
  });

  it("does nothing the second time, and leaves no claim behind", async () => {
    const first = await replay({ letters: five });
    expect(first.result).toMatchObject({ outcome: "clean", replayed: 5 });
    const second = await replay({ topics: first.topics });
    expect(second.result).toMatchObject({ outcome: "clean", replayed: 0, found: 0 });
    expect(replayedIn(second)).toHaveLength(5);
    expect(second.facts).not.toContainEqual({ kind: "replay waits", connector: "sales" });
  });

  it("keeps what the record brought as a dead letter of another connector", async () => {
    const made = lettersContext({ config: ourSink, letters: [{ origin: "sales-0@5" }], records });
    const [letter] = made.topics.get("dead") ?? [];
    if (letter === undefined) throw new Error("no letter");
    const earlier = { key: "__connect.errors.topic", value: new Uint8Array(Buffer.from("raw")) };
    made.topics.set("dead", [{ ...letter, headers: [earlier, ...letter.headers] }]);
    await run(usual, made.context);
    const kept = made.topics
      .get("sales")
      ?.at(-1)
      ?.headers.filter(({ key }) => key.startsWith("__connect"));
    expect(kept).toEqual([earlier]);
  });

  it.each([1, 2, 3])("sends each record once when it is killed behind batch %s", async (batches) => {
    let sent = 0;
    const world = {
      letters: five,
      onSent: (topic: string) => {
        if (topic === "sales" && ++sent === batches) throw new Error("killed");
      },
    };
    const killed = lettersContext({ config: ourSink, records, ...world });
    await expect(run({ ...usual, rate: 2 }, killed.context)).rejects.toThrow("killed");
    expect(replayedIn(killed)).toHaveLength(batches);
    const second = await replay({ topics: killed.topics });
    expect(second.result).toMatchObject({ replayed: 5 - batches, found: 1 });
    expect([...replayedIn(second)].sort()).toEqual(five.map(({ origin }) => origin));
    for (const { origin } of five) expect(noted(second, origin)).toMatchObject({ action: "replayed" });
    expect(second.facts).toContainEqual({ kind: "replay waits", connector: "sales" });
    expect(second.text).toContain("1 record was sent by an earlier run, which is noted now");
  });

  it("looks from where the first of several killed runs began", async () => {
    const killing = (topics?: LettersContext["topics"]) => {
      const made = lettersContext({
        ...{ config: ourSink, records, letters: five },
        ...(topics === undefined ? {} : { topics }),
        onSent: (topic) => {
          if (topic === "sales") throw new Error("killed");
        },
      });
      return run({ ...usual, rate: 2 }, made.context).then(
        () => made.topics,
        () => made.topics,
      );
    };
    const topics = await killing(await killing(await killing()));
    const last = await replay({ topics });
    expect([...replayedIn(last)].sort()).toEqual(five.map(({ origin }) => origin));
  });

  const killedBehind = async (batches: number): Promise<LettersContext["topics"]> => {
    let sent = 0;
    const made = lettersContext({
      ...{ config: ourSink, records, letters: five },
      onSent: (topic) => {
        if (topic === "sales" && ++sent === batches) throw new Error("killed");
      },
    });
    await expect(run({ ...usual, rate: 2 }, made.context)).rejects.toThrow("killed");
    return made.topics;
  };

  it("notes all that a killed run has sent, also what does not fit the filter of the next one", async () => {
    const topics = await killedBehind(2);
    const filtered = await replay({ topics }, { origin: ["sales-0@4"] });
    expect(filtered.result).toMatchObject({ replayed: 1, found: 1 });
    expect(noted(filtered, "sales-0@2")).toMatchObject({ action: "replayed", to: "sales-0@9", count: 1 });
    const rest = await replay({ topics: filtered.topics });
    expect([...replayedIn(rest)].sort()).toEqual(five.map(({ origin }) => origin));
  });

  it("keeps the claim of a killed run while it fails before it has noted what that has sent", async () => {
    const topics = await killedBehind(1);
    const failing = lettersContext({
      ...{ topics, config: ourSink },
      onRead: (topic) => {
        if (topic === "sales") throw new Error("no broker");
      },
    });
    await expect(run(usual, failing.context)).rejects.toThrow("no broker");
    const last = await replay({ topics: failing.topics });
    expect(last.result).toMatchObject({ replayed: 4, found: 1 });
    expect([...replayedIn(last)].sort()).toEqual(five.map(({ origin }) => origin));
  });

  it("keeps the claim of a killed run at Ctrl-C while it looks for what that has sent", async () => {
    const topics = await killedBehind(1);
    const controller = new AbortController();
    const ending = lettersContext({
      ...{ topics, config: ourSink, ports: { signal: controller.signal } },
      onRead: (topic) => {
        if (topic === "sales") controller.abort();
        controller.signal.throwIfAborted();
      },
    });
    await expect(run(usual, ending.context)).rejects.toThrow();
    const last = await replay({ topics: ending.topics });
    expect([...replayedIn(last)].sort()).toEqual(five.map(({ origin }) => origin));
  });

  it("leaves the claim of the run alone that has taken over", async () => {
    let now = 1_000_000;
    const other = { action: "replaying", connector: "sales", run: "other", at: now + 9_000, from: {} };
    const made = lettersContext({
      ...{ config: ourSink, records, letters: five, ports: { clock: { now: () => now } } },
      onRead: (topic) => {
        const notes = made.topics.get("dead.resolutions");
        if (topic !== "dead" || notes === undefined || now > 1_000_000) return;
        // Between the claim and the first batch this run is held up, and another one begins.
        now += 10_000;
        const note = { key: Buffer.from("sales/run"), value: Buffer.from(JSON.stringify(other)) };
        const place = { partition: 0, offset: notes.length, timestamp: now, headers: [] };
        made.topics.set("dead.resolutions", [...notes, { ...place, ...note }]);
      },
    });
    await expect(run(usual, made.context)).rejects.toThrow("another run");
    expect(replayedIn(made)).toEqual([]);
    expect(made.topics.get("dead.resolutions")?.at(-1)?.value).not.toBeNull();
  });

  it("does not take a killed run for one that has taken over, in a dry run, which notes nothing", async () => {
    const topics = await killedBehind(1);
    let now = 1_000_000_000;
    const producer = { send: () => Promise.resolve([]), close: () => Promise.resolve() };
    const made = lettersContext({
      ...{ topics, config: ourSink },
      ports: { clock: { now: () => now }, kafka: { producer: () => Promise.resolve(producer) } },
      onRead: (topic) => {
        if (topic === "sales") now += 10_000;
      },
    });
    expect(await run({ ...usual, dryRun: true }, made.context)).toMatchObject({ replayed: 4, found: 1 });
  });

  it("is refused while another run is at work", async () => {
    const killed = lettersContext({
      ...{ config: ourSink, records, letters: five },
      onSent: (topic) => {
        if (topic === "sales") throw new Error("killed");
      },
    });
    await run({ ...usual, rate: 2 }, killed.context).catch(() => undefined);
    const notes = killed.topics.get("dead.resolutions") ?? [];
    const claim = notes.findLast(({ key }) => String(key) === "sales/run");
    if (claim === undefined) throw new Error("no claim");
    const said = JSON.parse(String(claim.value)) as { at: number };
    const beat = {
      ...claim,
      offset: notes.length,
      value: Buffer.from(JSON.stringify({ ...said, at: said.at + 1 })),
    };
    const made = lettersContext({
      topics: killed.topics,
      config: ourSink,
      ports: {
        clock: {
          now: () => said.at + 10,
          sleep: () => Promise.resolve(void made.topics.get("dead.resolutions")?.push(beat)),
        },
      },
    });
    await expect(run(usual, made.context)).rejects.toThrow(
      "another run is at work on the dead letters of connector sales",
    );
    expect(replayedIn(made)).toHaveLength(1);
  });

  it("sends nothing that another run has sent and noted just before it began", async () => {
    const done = await replay({ letters: five });
    // The first look finds none of its notes.
    const notes = done.topics.get("dead.resolutions") ?? [];
    const topics = new Map([...done.topics, ["dead.resolutions", []]]);
    const describeTopic = (name: string) => {
      if (name === "sales") made.topics.set("dead.resolutions", notes);
      return Promise.resolve({ name, partitions: 1, replication: 1, configs: {} });
    };
    const made = lettersContext({ topics, config: ourSink, ports: { kafka: { describeTopic } } });
    const result = await run(usual, made.context);
    expect(result).toMatchObject({ replayed: 0, found: 0 });
    expect(replayedIn(made)).toHaveLength(5);
  });

  it("ends tidily at Ctrl-C, and a second run sends the rest", async () => {
    const controller = new AbortController();
    const first = await replay(
      {
        letters: five,
        ports: { signal: controller.signal },
        onSent: (topic) => {
          if (topic === "sales") controller.abort();
        },
      },
      { rate: 2 },
    );
    expect(first.result).toMatchObject({ replayed: 1, interrupted: true });
    const second = await replay({ topics: first.topics });
    expect(second.result).toMatchObject({ replayed: 4, found: 0 });
    expect(second.facts).not.toContainEqual({ kind: "replay waits", connector: "sales" });
  });

  it("puts a record into quarantine that came back too often, and sends it when more is allowed", async () => {
    const letters = [
      { origin: "sales-0@6", headers: { "cassink.replay.count": "3", "cassink.replay.origin": "sales-0@1" } },
      { origin: "sales-0@7", headers: { "cassink.replay.count": "2" } },
    ];
    const first = await replay({ letters });
    expect(first.result).toMatchObject({ outcome: "findings", replayed: 1, quarantined: 1 });
    expect(noted(first, "sales-0@6")).toMatchObject({ action: "quarantined", count: 3 });
    expect(noted(first, "sales-0@7")).toMatchObject({ action: "replayed", count: 3 });
    expect(first.text).toContain("1 record is in quarantine, sent 3 times in vain");
    const again = await replay({ topics: first.topics });
    expect(again.result).toMatchObject({ outcome: "findings", replayed: 0, quarantined: 1 });
    const more = await replay({ topics: first.topics }, { maxReplays: 4 });
    expect(more.result).toMatchObject({ outcome: "clean", replayed: 1, quarantined: 0 });
    const headers = more.topics.get("sales")?.at(-1)?.headers ?? [];
    expect(
      headers.filter(({ key }) => key === "cassink.replay.count").map(({ value }) => String(value)),
    ).toEqual(["4"]);
  });

  it("sends what fits alone: by cause, column, topic, time and place", async () => {
    const letters = [
      { origin: "sales-0@1", message: "sales-0@1: shop.sales: column a, from value.a: too LONG" },
      { origin: "sales-0@2", time: 5_000 },
      { origin: "returns-0@3" },
    ];
    const sent = async (input: Partial<DlqReplayInput>) =>
      (await replay({ letters }, { dryRun: true, to: "sales", ...input })).result.examples.map(
        ({ origin }) => origin,
      );
    expect(await sent({ cause: "too long" })).toEqual(["sales-0@1"]);
    expect(await sent({ column: "a" })).toEqual(["sales-0@1"]);
    expect(await sent({ topic: "returns" })).toEqual(["returns-0@3"]);
    expect(await sent({ since: { kind: "time", time: 4_000 } })).toEqual(["sales-0@2"]);
    expect(await sent({ origin: ["sales-0@2", "returns-0@3"] })).toEqual(["returns-0@3", "sales-0@2"]);
    expect(await sent({ column: "a", topic: "returns" })).toEqual([]);
  });

  it("says that it sends only where it does", async () => {
    const sending = async (input: Partial<DlqReplayInput>) => {
      const { context, facts } = lettersContext({ letters: five });
      await run({ ...usual, ...input }, context);
      return facts.filter(({ kind }) => kind === "sending");
    };
    expect(await sending({ dryRun: true })).toEqual([]);
    expect(await sending({})).toHaveLength(1);
  });

  it.each(["dead", "dead.resolutions"])(
    "does not send to %s, nor say in a dry run that it would",
    async (to) => {
      const world = { letters: five, resolutions: [{ origin: "sales-0@1" }] };
      for (const input of [{}, { dryRun: true, yes: false }])
        await expect(replay(world, { to, ...input })).rejects.toThrow(`records are not sent to ${to}`);
    },
  );

  it("wants --yes, a topic that is there, and times that are the records'", async () => {
    await expect(replay({ letters: five }, { yes: false })).rejects.toThrow(UsageError);
    await expect(replay({ letters: five }, { to: "other" })).rejects.toThrow("there is no topic other");
    await expect(replay({ letters: five }, { to: "other" })).rejects.toMatchObject({
      hint: "pipeline sales declares no such topic: name one that it reads with --to",
    });
    const stamping = { dead: { "message.timestamp.type": "LogAppendTime" } };
    await expect(replay({ letters: five, configs: stamping })).rejects.toThrow(InputError);
  });
});

describe("dlq replay of records whose topic was made again", () => {
  const both = [
    { origin: "sales-0@5", value: "former" },
    { origin: "sales-0@5", value: "newer", time: 2_000 },
  ];
  const sentValues = ({ topics }: LettersContext): readonly string[] =>
    (topics.get("sales") ?? []).slice(records.length).map(({ value }) => textOf(value));

  it("sends both records of a place, and notes each by itself", async () => {
    const made = await replay({ letters: both }, { origin: ["sales-0@5"] });
    expect(made.result).toMatchObject({ outcome: "clean", replayed: 2 });
    expect(sentValues(made)).toEqual(["former", "newer"]);
    expect(noted(made, "sales-0@5")).toMatchObject({ to: "sales-0@8", letter: "dead-0@0" });
    expect(noted(made, "sales-0@5", 2_000)).toMatchObject({ to: "sales-0@9", letter: "dead-0@1" });
    expect((await replay({ topics: made.topics })).result).toMatchObject({ replayed: 0 });
  });

  it("sends the newer one where the former is given up", async () => {
    const made = await replay({ letters: both, resolutions: [{ origin: "sales-0@5" }] });
    expect(sentValues(made)).toEqual(["newer"]);
    expect(noted(made, "sales-0@5")).toMatchObject({ action: "purged" });
  });

  it("tells them apart after a kill, in a topic that stamps records, too", async () => {
    const configs = { sales: { "message.timestamp.type": "LogAppendTime" } };
    const world = { config: ourSink, records, letters: both, configs };
    const killed = lettersContext({
      ...world,
      onSent: (topic, sent) => {
        for (const record of topic === "sales" ? (killed.topics.get("sales") ?? []).slice(-sent.length) : [])
          Object.assign(record, { timestamp: 7_000 });
        if (topic === "sales") throw new Error("killed");
      },
    });
    await expect(run({ ...usual, rate: 2 }, killed.context)).rejects.toThrow("killed");
    const second = await replay({ topics: killed.topics });
    expect(second.result).toMatchObject({ replayed: 1, found: 1 });
    expect(sentValues(second)).toEqual(["former", "newer"]);
  });

  it("does not take a good record for the dead letter that its place once had", async () => {
    const letters = [
      { origin: "sales-0@2", key: "a" },
      { origin: "sales-0@3", key: "a", time: 500 },
    ];
    const keys = ["a", "b", "a", "a", "b"].map((key) => ({ key: Buffer.from(key) }));
    const made = await replay({ letters, records: keys, config: { ...ourSink, order: "log" } });
    expect(made.result.refusals[0]).toMatchObject({ origin: "sales-0@2" });
  });

  it.each(["sales-0@5", "sales-0@50"])(
    "takes all records of the topic for later than the former %s",
    async (at) => {
      const letters = [
        { origin: at, key: "a", time: 500 },
        { origin: at, key: "c", time: 500 + 1 },
      ];
      const keys = ["b", "a", "b", "a", "b", "b"].map((key) => ({ key: Buffer.from(key) }));
      const made = await replay({ letters, records: keys, config: { ...ourSink, order: "log" } });
      expect(made.result).toMatchObject({ replayed: 1, refused: 1 });
      expect(made.result.refusals[0]?.reason).toContain("a later record of its key, sales-0@3");
    },
  );

  it("refuses of two records of a place the one that is endangered alone", async () => {
    const letters = [
      { origin: "sales-0@2", key: "a" },
      { origin: "sales-0@2", key: "c", time: 500 },
    ];
    const keys = ["a", "b", "a", "a", "b"].map((key) => ({ key: Buffer.from(key) }));
    const made = await replay({ letters, records: keys, config: { ...ourSink, order: "log" } });
    expect(made.result).toMatchObject({ replayed: 1, refused: 1 });
    expect(noted(made, "sales-0@2")).toBeUndefined();
    expect(noted(made, "sales-0@2", 500)).toMatchObject({ action: "replayed" });
  });
});

describe("dlq replay where the later record of a row wins", () => {
  const log = { ...ourSink, order: "log" };
  const letters = [{ origin: "sales-0@2", key: "a" }];
  const withKeys = (...keys: (string | null)[]) =>
    keys.map((key) => ({ key: key === null ? null : Buffer.from(key) }));

  it.each([
    ["order=log", { config: log }],
    ["another sink", { config: { ...log, "connector.class": "x.Sink" } }],
    ["a topic that stamps records", { configs: { sales: { "message.timestamp.type": "LogAppendTime" } } }],
  ])("refuses a key that has later records, and names the last: %s", async (_, world) => {
    const made = await replay({ letters, records: withKeys("a", "b", "a", "b", "a", "a", "b"), ...world });
    expect(made.result).toMatchObject({
      ...{ outcome: "findings", replayed: 0, refused: 1 },
      refusals: [
        {
          origin: "sales-0@2",
          reason:
            "it would overwrite a later record of its key, sales-0@5; --overwrite sends it all the same",
        },
      ],
    });
    expect(noted(made, "sales-0@2")).toBeUndefined();
    const overwriting = await replay(
      { letters, records: withKeys("a", "b", "a", "b", "a"), ...world },
      { overwrite: true },
    );
    expect(overwriting.result).toMatchObject({ outcome: "clean", replayed: 1 });
  });

  it("asks the connector as it is deployed", async () => {
    const ports = { connect: { config: () => Promise.resolve(log) } };
    expect((await replay({ letters, records: withKeys("a", "b", "a", "a"), ports })).result.refused).toBe(1);
  });

  it("sends one whose key has earlier records alone, and one with order=time", async () => {
    const earlier = { letters, config: log, records: withKeys("a", "a", "a", "b") };
    expect((await replay(earlier)).result.replayed).toBe(1);
    expect((await replay({ letters, records: withKeys("a", "a", "a", "a") })).result.replayed).toBe(1);
  });

  it("refuses one without a key", async () => {
    const without = [{ origin: "sales-0@2", key: null }];
    expect((await replay({ letters: without, config: log })).result.refusals[0]?.reason).toContain(
      "it has no key",
    );
  });

  it("counts no later record that is a dead letter itself, unless it may have written another table", async () => {
    const both = [...letters, { origin: "sales-0@3", key: "a" }];
    const world = { letters: both, records: withKeys("a", "b", "a", "a", "b") };
    const one = await replay({ ...world, config: log });
    expect(one.result.replayed).toBe(2);
    expect(replayedIn(one)).toEqual(["sales-0@2", "sales-0@3"]);
    const two = { ...log, "topic.sales.shop.other.mapping": "id=key, n=value.n" };
    expect((await replay({ ...world, config: two })).result).toMatchObject({ replayed: 1, refused: 1 });
  });

  it("takes a replayed record for the one that it was", async () => {
    const world = { letters: [...letters, { origin: "sales-0@3", key: "a" }], config: log };
    const keys = withKeys("a", "b", "a", "a", "b");
    // The earlier one first: the later one may follow.
    const first = await replay({ ...world, records: keys }, { origin: ["sales-0@2"] });
    expect((await replay({ topics: first.topics, config: log })).result).toMatchObject({
      replayed: 1,
      refused: 0,
    });
    // The later one first: the earlier one would overwrite it.
    const later = await replay({ ...world, records: keys }, { origin: ["sales-0@3"] });
    expect((await replay({ topics: later.topics, config: log })).result).toMatchObject({
      replayed: 0,
      refused: 1,
    });
  });
});

describe("dlq replay --through", () => {
  const shell = (end: number, output: string, errors = "") => ({
    shell: { run: () => Promise.resolve({ end, output: Buffer.from(output), errors }) },
  });

  it("sends what the command prints, to the byte", async () => {
    const made = await replay(
      { letters: [{ origin: "sales-0@5" }], ports: shell(0, "fixed\n") },
      { through: "fix" },
    );
    expect(String(made.topics.get("sales")?.at(-1)?.value)).toBe("fixed\n");
  });

  it.each([
    ["fails", shell(3, "half", "jq: error\nbad input\n"), "v", "the command ended with 3: bad input"],
    ["prints nothing", shell(0, ""), "v", "the command printed nothing"],
    ["has nothing to read", shell(0, "x"), null, "it has no value to give to the command"],
  ])("does not send the record where the command %s, and says so", async (_, ports, value, reason) => {
    const made = await replay({ letters: [{ origin: "sales-0@5", value }], ports }, { through: "fix" });
    expect(made.result).toMatchObject({
      ...{ outcome: "findings", replayed: 0, refused: 1 },
      refusals: [{ origin: "sales-0@5", reason }],
    });
    expect(replayedIn(made)).toEqual([]);
    expect(noted(made, "sales-0@5")).toBeUndefined();
  });
});
