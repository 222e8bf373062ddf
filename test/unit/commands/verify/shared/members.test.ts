import { expect, it } from "vitest";
import { createPacking } from "#cli/adapters/system/packing.js";
import { Random } from "#cli/core/generate/random.js";
import { topicPrefix } from "#cli/core/shared-run/topic-names.js";
import type { FakePorts } from "#test/support/fakes/context.js";
import { MemoryTopics } from "#test/support/fakes/memory-topics.js";
import { fakeSpills } from "#test/support/fakes/spills.js";
import {
  names,
  now,
  records,
  reportOf,
  tableOf,
  type TableRow,
  verify,
  type Written,
} from "../random-table.js";
import { Process, Turns } from "./turns.js";

/*
 * Several processes share a run of the command itself. Whatever they ask of servers and clock is answered in a random
 * order, and some of them are killed or paused on the way.
 */

const seeds = Array.from({ length: 100 }, (_, seed) => seed + 1);
const limits = { held: 1_000, writesPerPart: 6, step: 2_000, pause: 0 };
const partitions = 3;
const packing = createPacking("1");

/** Some rows are missing, some are of nobody, and some have another value. */
function harmed(written: readonly Written[], random: Random): readonly TableRow[] {
  const rows = tableOf(written);
  for (const [key, row] of [...rows]) {
    const kind = random.below(8);
    if (kind === 0) rows.delete(key);
    for (const name of names) {
      const cell = row.cells[name];
      if (kind === 1 && name === "b" && cell !== undefined) cell.value = "harmed";
    }
  }
  if (random.below(3) === 0) rows.set("nobody/1", { id: "nobody", c: 1, cells: {} });
  return [...rows.values()];
}

/** Every port of the process waits for its turn, and topics of runs are those that all of them have. */
const sharing =
  (process: Process, turns: Turns, topics: MemoryTopics) =>
  (ports: FakePorts): FakePorts => {
    const turn = (): Promise<void> => turns.wait(process, false);
    const runs = topics.kafka(turn);
    const inTurn = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get: (target, member) => {
          const own = (target as Record<string | symbol, unknown>)[member];
          return typeof own !== "function"
            ? own
            : async (...args: unknown[]) => {
                await turn();
                return (own as (...all: unknown[]) => unknown)(...args);
              };
        },
      });
    const { topicNames, topicOffsets, read } = ports.kafka ?? {};
    return {
      ...ports,
      packing,
      clock: { now: () => now, sleep: () => turns.wait(process, true) },
      cassandra: inTurn(ports.cassandra ?? {}),
      kafka: {
        ...inTurn(ports.kafka ?? {}),
        ...runs,
        topicNames: async () => [...((await topicNames?.()) ?? []), ...((await runs.topicNames?.()) ?? [])],
        hasTopic: async (name) =>
          name.startsWith(topicPrefix) ? ((await runs.hasTopic?.(name)) ?? false) : name === "t",
        topicId: async (name) =>
          name.startsWith(topicPrefix) ? runs.topicId?.(name) : ports.kafka?.topicId?.(name),
        topicOffsets: async (name, ...more) =>
          (await (name.startsWith(topicPrefix) ? runs : { topicOffsets }).topicOffsets?.(name, ...more)) ??
          [],
        read: async (request) => {
          await turn();
          await (request.topic.startsWith(topicPrefix) ? runs : { read }).read?.(request);
        },
      },
    };
  };

it.each(seeds)(
  "members that are killed and paused at random give the report of one process, seed %i",
  async (seed) => {
    const random = new Random(seed, 77);
    const written = records(random);
    const rows = harmed(written, random);
    const alone = reportOf(await verify(written, rows, fakeSpills(limits), {}, {}, { partitions }));

    const topics = new MemoryTopics();
    const turns = new Turns(random);
    const members: { readonly process: Process; end?: unknown }[] = [];
    const begin = (): void => {
      const process = new Process();
      const member: (typeof members)[number] = { process };
      members.push(member);
      const around = { partitions, change: sharing(process, turns, topics) };
      verify(written, rows, fakeSpills(limits), { run: "friday" }, {}, around).then(
        (result) => (member.end = reportOf(result)),
        (error: unknown) => (member.end = error),
      );
    };
    for (let count = 1 + random.below(3); count > 0; count--) begin();
    let kills = random.below(5);
    let late = random.below(8);
    let steps = 0;
    while (members.some(({ process, end }) => !process.isKilled && end === undefined)) {
      if (steps++ > 100_000) throw new Error("the run does not come to its end");
      await turns.next();
      const atWork = members.filter(({ process, end }) => !process.isKilled && end === undefined);
      const chosen = atWork[random.below(Math.max(1, atWork.length))];
      if (chosen === undefined) continue;
      // Some come late, and one the moment that the run's topics are removed.
      const isRemoved = steps > 100 && topics.topics.size === 0;
      if (late > 0 && (isRemoved || random.below(100) === 0)) {
        late--;
        begin();
      }
      if (random.below(300) === 0) chosen.process.pause = random.below(400);
      if (kills > 0 && random.below(150) === 0) {
        kills--;
        chosen.process.isKilled = true;
        if (atWork.length === 1 || random.below(2) === 0) begin();
      }
    }

    const ends = members.filter(({ process }) => !process.isKilled).map(({ end }) => end);
    expect(ends.length).toBeGreaterThan(0);
    for (const end of ends) expect(end).toEqual(alone);
    // Where the one that was to remove them was killed, the next run of this name does.
    if (members.every(({ process }) => !process.isKilled)) expect([...topics.topics.keys()]).toEqual([]);
  },
);
