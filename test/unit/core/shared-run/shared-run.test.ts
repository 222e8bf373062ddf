import { describe, expect, test } from "vitest";
import { Random } from "#cli/core/generate/random.js";
import type { ControlRecord } from "#cli/core/shared-run/control-record.js";
import { goneBeats, SharedRun, silentBeats } from "#cli/core/shared-run/shared-run.js";
import type { Task } from "#cli/core/shared-run/task.js";
import { SimulatedMember, SimulatedRun } from "./simulated-run.js";

const start: Task = { phase: "start", index: 0 };

function runOf(...records: readonly ControlRecord[]): SharedRun {
  const run = new SharedRun();
  for (const record of records) run.take(record);
  return run;
}

const join = (member: string, plan = "plan"): ControlRecord => ({
  ...{ kind: "join", pipeline: "p", member, version: "1", plan },
});
const claim = (member: string, task: Task, attempt: string): ControlRecord => ({
  ...{ kind: "claim", member, task, attempt },
});
const beats = (member: string, count: number): readonly ControlRecord[] =>
  Array.from({ length: count }, () => ({ kind: "beat", member }));

describe("who takes a task", () => {
  test("the first claim counts, of two that were written at the same instant", () => {
    const run = runOf(join("a"), join("b"), claim("b", start, "1"), claim("a", start, "2"));

    expect(run.next("b")).toEqual({ kind: "work", task: start, attempt: "1" });
    expect(run.next("a")).toEqual({ kind: "wait" });
  });

  test("one whose holder is silent is free, for the one who has beaten so often", () => {
    const before = [join("a"), join("b"), join("c"), claim("a", start, "1")];
    const silent = [...before, ...beats("b", silentBeats - 1)];

    expect(runOf(...silent).next("b")).toEqual({ kind: "wait" });
    const run = runOf(...silent, ...beats("b", 1));
    expect(run.next("b")).toEqual({ kind: "claim", task: start });
    expect(run.next("c")).toEqual({ kind: "wait" });
  });

  test("whatever the holder writes ends its silence", () => {
    const run = runOf(
      ...[join("a"), join("b"), claim("a", start, "1")],
      ...[...beats("b", silentBeats - 1), ...beats("a", 1), ...beats("b", silentBeats - 1)],
    );

    expect(run.next("b")).toEqual({ kind: "wait" });
  });

  test("a claim that came after another took the task from the same holder does not count", () => {
    const run = runOf(
      ...[join("a"), join("b"), join("c"), claim("a", start, "1")],
      ...[...beats("b", silentBeats), ...beats("c", silentBeats)],
      ...[claim("b", start, "2"), claim("c", start, "3")],
    );

    expect(run.next("b")).toEqual({ kind: "work", task: start, attempt: "2" });
    expect(run.next("c")).toEqual({ kind: "wait" });
  });

  test("what a member held that has left is free at once", () => {
    const run = runOf(join("a"), join("b"), claim("a", start, "1"), { kind: "leave", member: "a" });

    expect(run.next("b")).toEqual({ kind: "claim", task: start });
  });
});

test("the first result of a task counts, and later ones do not", () => {
  const run = runOf(join("a"), join("b"));
  const counts = { reads: 1, ranges: 1 };
  const done = { kind: "done", task: start, counts } as const;

  expect(run.take({ ...done, member: "a", attempt: "1" })).toBe(true);
  expect(run.take({ ...done, member: "b", attempt: "2" })).toBe(false);
  expect(run.result(start)).toBe("1");
  expect(run.progress("start")).toEqual({ done: 1, total: 1 });
});

test("a member that is about something else is refused, and nothing that it writes counts", () => {
  const run = runOf(join("a"), join("b", "other"));

  expect(run.isMember("b")).toBe(false);
  expect(run.take(claim("b", start, "1"))).toBe(false);
  expect(run.next("a")).toEqual({ kind: "claim", task: start });
});

test("one that joins once the report is there is late: the report is of an earlier moment", () => {
  const done = (phase: Task["phase"]): ControlRecord => ({
    ...{ kind: "done", member: "a", task: { phase, index: 0 }, attempt: phase },
    ...(phase === "start" ? { counts: { reads: 1, ranges: 1 } } : {}),
  });
  const run = runOf(
    ...[join("a"), done("start"), done("read"), done("range"), join("b"), done("report"), join("c")],
  );

  expect([run.isMember("b"), run.isLate("b")]).toEqual([true, false]);
  expect([run.isMember("c"), run.isLate("c")]).toEqual([false, true]);
});

describe("what a member has to do once it has left", () => {
  const members = [join("a"), join("b"), join("c")];
  const leave = (member: string): ControlRecord => ({ kind: "leave", member });

  test("the last one to leave removes the topics, and it alone", () => {
    const run = runOf(...members, leave("b"), leave("a"), leave("c"));

    expect(["a", "b", "c"].map((member) => run.lastDuty(member))).toEqual(["none", "none", "remove"]);
  });

  test("it waits for those that have not left, until they have long been silent", () => {
    const left = [...members, leave("b"), leave("a")];

    expect(runOf(...left).lastDuty("a")).toBe("wait");
    expect(runOf(...left, ...beats("a", silentBeats)).lastDuty("a")).toBe("wait");
    expect(runOf(...left, ...beats("a", goneBeats)).lastDuty("a")).toBe("remove");
    expect(runOf(...left, ...beats("a", goneBeats)).lastDuty("b")).toBe("none");
  });
});

/** Seeds of runs in which members are killed, paused and started at random. */
const seeds = Array.from({ length: 150 }, (_, seed) => seed + 1);

test.each(seeds)("members that are killed and paused at random give one report, seed %i", (seed) => {
  const random = new Random(seed, 14);
  const numbers = {
    partitions: Array.from({ length: 1 + random.below(5) }, (_, partition) =>
      Array.from({ length: random.below(12) }, (_, at) => partition * 100 + at),
    ),
    ranges: 1 + random.below(6),
  };
  const run = new SimulatedRun(numbers);
  let kills = random.below(8);
  const members: { readonly member: SimulatedMember; pause: number }[] = [];
  const begin = (): void => void members.push({ member: new SimulatedMember(run, random), pause: 0 });
  for (let count = 1 + random.below(4); count > 0; count--) begin();
  const stranger = new SimulatedMember(run, random, "other plan");
  const reports: (readonly number[])[] = [];
  let steps = 0;
  while (members.some(({ member }) => !member.hasEnded)) {
    if (steps++ > 200_000) throw new Error("the run does not come to its end");
    if (run.log.length > 0) stranger.step();
    for (const each of members) {
      if (each.pause > 0) each.pause--;
      else each.member.step();
      if (random.below(400) === 0) each.pause = random.below(2_000);
    }
    if (kills > 0 && random.below(60) === 0) {
      kills--;
      members.splice(random.below(members.length), 1);
      if (members.length === 0 || random.below(2) === 0) begin();
    }
    for (const { member } of members)
      if (member.report !== undefined && !reports.includes(member.report)) reports.push(member.report);
  }

  const expected = numbers.partitions.flat().sort((left, right) => left - right);
  for (const report of reports) expect([...report].sort((left, right) => left - right)).toEqual(expected);
  const different = new Set(reports.map((report) => report.join())).size;
  // Where all that were there at the end have been killed, those that came later have none.
  expect(different).toBe(members.every(({ member }) => member.isLate) ? Math.min(1, different) : 1);
  expect(stranger.report).toBeUndefined();
});
