import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as prettier from "prettier";
import { harms } from "#test/judge/harms/all.js";
import type { JudgeResult } from "#test/judge/judge-run.js";
import { projectFolder } from "#test/support/cli.js";
import { commit } from "#test/support/commit.js";

/** All rounds of one kind of harm. */
interface KindResult {
  readonly kind: string;
  readonly rounds: number;
  readonly named: number;
  readonly missed: number;
  readonly falseFindings: number;
  /** From the harm to the verdict, all rounds together. */
  readonly seconds: number;
}

interface Results {
  readonly seed: number;
  readonly rounds: number;
  /** Of these, those that the program judged as a process. */
  readonly byProgram: number;
  readonly pipelines: number;
  /** Verifications before any harm, and after a harm was undone; and how many of them had findings. */
  readonly unharmed: number;
  readonly accused: number;
  /** Rounds and pipelines that did not come to a verdict are among them. */
  readonly failures: number;
  readonly seconds: number;
  readonly kinds: readonly KindResult[];
  readonly commit: string;
  readonly date: string;
}

/** Writes docs/benchmarks/judge.json and judge.md. */
export async function writeResults(result: JudgeResult, seed: number): Promise<void> {
  const { rounds, pipelines, unharmed, accused, failures, seconds } = result;
  const results: Results = {
    seed,
    rounds: rounds.length,
    byProgram: rounds.filter(({ byProgram }) => byProgram).length,
    pipelines,
    unharmed,
    accused,
    failures: failures.length,
    seconds: Math.round(seconds),
    kinds: harms.map(({ kind }) => kindResult(kind, result)),
    commit: (await commit()) ?? "unknown",
    date: new Date().toISOString().slice(0, 10),
  };
  const file = (name: string): string => join(projectFolder, "docs", "benchmarks", name);
  await writeFile(file("judge.json"), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(
    file("judge.md"),
    await prettier.format(markdown(results), { parser: "markdown", printWidth: 120 }),
  );
}

function kindResult(kind: string, { rounds }: JudgeResult): KindResult {
  const ofKind = rounds.filter((round) => round.kind === kind);
  const named = ofKind.filter((round) => round.named).length;
  return {
    kind,
    rounds: ofKind.length,
    named,
    missed: ofKind.length - named,
    falseFindings: ofKind.reduce((sum, { falseFindings }) => sum + falseFindings.length, 0),
    seconds: Math.round(ofKind.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000),
  };
}

function markdown(results: Results): string {
  const {
    seed,
    rounds,
    byProgram,
    pipelines,
    unharmed,
    accused,
    failures,
    seconds,
    kinds,
    commit: of,
    date,
  } = results;
  const number = (value: number): string => value.toLocaleString("en-US");
  const lines = kinds.map(
    ({ kind, ...counts }) =>
      `| ${[kind, ...[counts.rounds, counts.named, counts.missed, counts.falseFindings, counts.seconds].map(number)].join(" | ")} |`,
  );
  return [
    "<!-- Written by npm run judge. -->",
    "",
    "# The judge is judged",
    "",
    "Each round takes a random pipeline on real servers in which `verify table` has no findings, does one harm, and asks",
    "`verify table` again, which must name it ([why, and what counts](../decisions/judge.md)). Seconds are those from the",
    "harm to the verdict; rounds of several pipelines run at the same time.",
    "",
    `${number(rounds)} rounds on ${number(pipelines)} pipelines from seed ${seed} on took ${number(seconds)} s;` +
      ` ${number(byProgram)} of them asked the program as a process. Of ${number(unharmed)} verifications in which` +
      ` nothing was harmed, ${number(accused)} had findings. Failures of any kind: ${number(failures)}.` +
      ` Commit ${of}, ${date}.`,
    "",
    "| harm | rounds | named | missed | false findings | seconds |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...lines,
    "",
  ].join("\n");
}
