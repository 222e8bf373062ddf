import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as prettier from "prettier";
import type { Reporter, TestModule } from "vitest/node";
import { projectFolder } from "#test/support/cli.js";
import { commit } from "#test/support/commit.js";
import type { FaultRound } from "./rounds.js";

interface FaultResult {
  readonly fault: string;
  readonly rounds: number;
  /** Rounds whose test did not pass, for whatever reason. */
  readonly failed: number;
  /** Left out where the test compares rows without counting them. */
  readonly rowsChecked?: number;
  readonly wrongRows?: number;
  /** Left out where the test counts nothing. */
  readonly countedAgain?: number;
  readonly seconds: number;
  /** What was tested, and when. */
  readonly commit: string;
  readonly date: string;
}

/** Writes docs/benchmarks/faults.json and faults.md when `npm run faults` ends. Faults that were not run stay. */
export default class FaultReport implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const found = [
      ...[...roundsByFault(modules)].map(([fault, rounds]) => resultOf(fault, rounds)),
      ...singleFaults(modules),
    ];
    if (found.length === 0) return;
    const when = { commit: (await commit()) ?? "unknown", date: new Date().toISOString().slice(0, 10) };
    const results = found.map((result) => ({ ...result, ...when }));
    const file = (name: string): string => join(projectFolder, "docs", "benchmarks", name);
    const before = JSON.parse(await readFile(file("faults.json"), "utf8").catch(() => "[]")) as FaultResult[];
    const others = before.filter(({ fault }) => !results.some((result) => result.fault === fault));
    const all = [...others, ...results];
    await writeFile(file("faults.json"), `${JSON.stringify(all, null, 2)}\n`);
    await writeFile(file("faults.md"), await prettier.format(markdown(all), { parser: "markdown" }));
  }
}

interface TimedRound extends FaultRound {
  readonly passed: boolean;
  readonly milliseconds: number;
}

function roundsByFault(modules: readonly TestModule[]): ReadonlyMap<string, readonly TimedRound[]> {
  const rounds = new Map<string, TimedRound[]>();
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { faultRound } = test.meta();
      if (faultRound === undefined) continue;
      const timed = {
        ...faultRound,
        passed: test.ok(),
        milliseconds: test.diagnostic()?.duration ?? 0,
      };
      rounds.set(faultRound.fault, [...(rounds.get(faultRound.fault) ?? []), timed]);
    }
  }
  return rounds;
}

/** Of test/faults/sink: a test each, besides those that say how many rounds they were. */
function singleFaults(modules: readonly TestModule[]): Omit<FaultResult, "commit" | "date">[] {
  return modules
    .filter(({ project }) => project.name === "sink-faults")
    .flatMap((module) => [...module.children.allTests()])
    .filter((test) => test.meta().faultRound === undefined)
    .map((test) => ({
      fault: test.fullName,
      rounds: 1,
      failed: test.ok() ? 0 : 1,
      seconds: Math.round((test.diagnostic()?.duration ?? 0) / 1000),
    }));
}

function resultOf(fault: string, rounds: readonly TimedRound[]): Omit<FaultResult, "commit" | "date"> {
  const sum = (of: (round: TimedRound) => number): number =>
    rounds.reduce((total, round) => total + of(round), 0);
  return {
    fault,
    rounds: sum(({ rounds: times }) => times ?? 1),
    failed: rounds.filter(({ passed }) => !passed).length,
    rowsChecked: sum(({ rowsChecked }) => rowsChecked),
    wrongRows: sum(({ wrongRows }) => wrongRows),
    ...(rounds.some(({ repeated }) => repeated !== undefined)
      ? { countedAgain: sum(({ repeated }) => repeated ?? 0) }
      : {}),
    seconds: Math.round(sum(({ milliseconds }) => milliseconds) / 1000),
  };
}

function markdown(results: readonly FaultResult[]): string {
  const number = (value: number | undefined): string => value?.toLocaleString("en-US") ?? "";
  const rows = results.map((result) => {
    const { fault, rounds, failed, rowsChecked, wrongRows, countedAgain, seconds, commit, date } = result;
    const numbers = [rounds, failed, rowsChecked, wrongRows, countedAgain, seconds];
    const cells = [fault, ...numbers.map(number), commit, date];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [
    "<!-- Written by npm run faults. -->",
    "",
    "# Faults",
    "",
    "Each round loads every log shape of `test/exactness`, once in each order of writes, does its harm at moments",
    "that its seed chooses, waits until nothing is left to carry, and compares every cell of every row with the fold of",
    "the records that were acknowledged ([write times](../decisions/write-times.md)). The rows of all rounds before are",
    "compared again. Faults of one round are the tests of `test/faults/sink`: each compares every row and every dead",
    "letter with what was sent, without counting them. Clean restarts under load (`restarts.test.ts`) are counted apart:",
    "how many increments of counters were counted again by all of them.",
    "`receipts.test.ts` kills the worker under load, and looks for receipts that are missing or told twice.",
    "`leader killed under topic produce` sends 200,000 records to three brokers, kills one that leads with SIGKILL at a",
    "moment that its seed chooses, and compares what the topic holds with what was sent and acknowledged.",
    "",
    "| fault | rounds | failed | rows checked | wrong rows | counted again | seconds | commit | date |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
