import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { projectFolder } from "#test/support/cli.js";

export interface BenchOptions {
  /** Names of scenarios; empty for all. */
  readonly names: readonly string[];
  readonly records: number;
  readonly items: number;
  readonly rounds: number;
  /** Of each latency series and round. */
  readonly seconds: number;
  readonly portOffset: number | undefined;
  /** Folder of the results. */
  readonly out: string;
  readonly help: boolean;
}

export const usage = `Usage: npm run bench -- [scenario...] [options]

  --records <n>       of the usual topic (1,000,000)
  --items <n>         distinct items, each a row of the table (200,000)
  --rounds <n>        of each race, peers in turn (3)
  --seconds <n>       of each latency series and round (30)
  --port-offset <n>   of the stack; free ports when left out
  --out <folder>      of the results (docs/benchmarks)
`;

export function readOptions(args: readonly string[]): BenchOptions {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      records: { ...text, default: "1000000" },
      items: { ...text, default: "200000" },
      rounds: { ...text, default: "3" },
      seconds: { ...text, default: "30" },
      "port-offset": text,
      out: { ...text, default: join(projectFolder, "docs", "benchmarks") },
      help: { type: "boolean", default: false },
    },
  });
  const offset = values["port-offset"];
  return {
    names: positionals,
    records: wholeNumber("records", values.records),
    items: wholeNumber("items", values.items),
    rounds: wholeNumber("rounds", values.rounds),
    seconds: wholeNumber("seconds", values.seconds),
    portOffset: offset === undefined ? undefined : wholeNumber("port-offset", offset),
    out: resolve(values.out),
    help: values.help,
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text.replaceAll(/[_,]/g, ""));
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} ${text}: give a whole number above 0`);
  return value;
}
