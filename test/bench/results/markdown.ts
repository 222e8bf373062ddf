import type { Machine } from "./machine.js";
import { amount, body } from "./measured-tables.js";
import type { BenchResult, ScenarioResult } from "./result.js";

/** A page of docs/benchmarks, and the chart and the JSON beside it: all have its name. */
export interface Document {
  readonly name: string;
  readonly title: string;
  /** What stands before the chart. */
  readonly introduction: string;
  /** What the chart shows, in words. */
  readonly shown: string;
  readonly chart: (result: BenchResult) => string;
}

export function markdown(
  { name, title, introduction, shown }: Omit<Document, "chart">,
  { scenarios }: BenchResult,
): string {
  const results = Object.values(scenarios);
  return [
    `# ${title}`,
    "",
    "<!-- Written by npm run bench. -->",
    "",
    `${introduction} What each figure means stands in the [README](README.md), all runs in [${name}.json](${name}.json).`,
    "",
    `![${shown}](${name}.svg)`,
    "",
    ...results.flatMap((result) => section(result)),
    "## Measured on",
    "",
    ...machines(results),
    "",
  ].join("\n");
}

function section({ title, measuredAt, measured }: ScenarioResult): string[] {
  return [`## ${title}`, "", `${amount(measured)} ${measuredAt.slice(0, 10)}.`, "", ...body(measured), ""];
}

/** Each machine and set of versions once, with what was measured on it. */
function machines(results: readonly ScenarioResult[]): string[] {
  const texts = new Map<string, string[]>();
  for (const { machine, title } of results) {
    const text = describe(machine);
    texts.set(text, [...(texts.get(text) ?? []), title]);
  }
  if (texts.size === 1) return [...texts.keys()];
  return [...texts].flatMap(([text, titles]) => [text, "", ...titles.map((title) => `- ${title}`), ""]);
}

function describe({ processor, cores, memory: gibibytes, system, versions }: Machine): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${processor}, ${cores} cores, ${gibibytes} GiB, ${system}. ${list.join(", ")}. All on one machine.`;
}
