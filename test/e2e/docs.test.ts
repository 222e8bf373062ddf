import { afterAll, describe, expect, inject, it } from "vitest";
import type { ConnectorExplainResult } from "#cli/commands/connector/explain.js";
import type { ClusterOverview, StateReport } from "#cli/commands/connector/status.js";
import { renderDemo } from "#cli/reporters/demo.js";
import { type CliRun, runCli } from "#test/support/cli.js";
import { type DocBlock, argumentsOf, blocksOf, pages, securedPage } from "#test/support/docs/blocks.js";

const home = inject("home");
const run = (command: string): Promise<CliRun> =>
  runCli([...argumentsOf(command), "--home", home], { deadline: 240_000 });

/** What runs have printed, by their commands. */
const printed = new Map<string, string>();
const outputOf = async (command: string): Promise<string> => {
  const known = printed.get(command);
  if (known !== undefined) return known;
  const { exitCode, stdout, stderr } = await run(command);
  const said = `${command}\n${stdout}\n${stderr}`;
  // Where another test has stopped a connector of its own, or made one fail, that is a finding.
  if (ofWholeCluster.test(command) && exitCode === 3) await expectFoundElsewhere(command, said);
  else expect(exitCode, said).toBe(0);
  printed.set(command, stdout);
  return stdout;
};

/** Commands that look at each connector of the cluster, for they name none: other tests have theirs on the same stack. */
const ofWholeCluster = /^npx cassink connector (status|explain)$/;
/** The connectors that pages deploy. */
const ours = ["item-sales", "weather", "monitoring", "transactions", "payments", "store-days"];

/** What is found is of connectors that are not the pages'. */
async function expectFoundElsewhere(command: string, said: string): Promise<void> {
  const { stdout } = await run(`${command} --output json`);
  const { connectors } = JSON.parse(stdout) as ConnectorExplainResult | ClusterOverview;
  const found = connectors.filter((each) =>
    "explanations" in each ? each.explanations.length > 0 : !isRunning(each),
  );
  expect(
    found.filter(({ connector }) => ours.includes(connector)),
    said,
  ).toEqual([]);
}

const isRunning = ({ state, tasks }: StateReport): boolean =>
  [state, ...tasks].every((part) => part?.state === "RUNNING");

/** Pipelines whose topics, tables and connectors the pages' commands leave behind. */
const made = [
  "item-sales weather monitoring",
  "-f docs/examples/transactions/transactions.yaml",
  "-f docs/examples/payments/payments.yaml",
  "-f docs/examples/receipts/store-days.yaml",
];
async function clean(): Promise<void> {
  for (const pipeline of made) {
    await run(`npx cassink connector delete ${pipeline}`);
    await run(`npx cassink topic delete --yes ${pipeline}`);
    await run(`npx cassink table drop --yes ${pipeline}`);
  }
}
afterAll(clean);

/** Without what no two runs share: times, rates, process ids, ports, and how this test calls the program. */
function comparable(text: string, numbersDiffer: boolean): readonly string[] {
  const same = text
    .replaceAll(/(?:npx cassink|node \S*cassink\.js) --home \S+ /g, "cassink ")
    .replaceAll("npx cassink", "cassink")
    .replaceAll(/\d+(\.\d+)? s\b/g, "# s")
    .replaceAll(/[\d,]+\/s/g, "#/s")
    .replaceAll(/started, answers after # s|was running/g, "runs");
  return (numbersDiffer ? same.replaceAll(/\d[\d,.:TZ-]*/g, "#") : same)
    .split("\n")
    .map((line) => line.replaceAll(/ +/g, " ").trim())
    .filter((line) => line !== "");
}

/** Each line of the page comes, in this order; between two there may be others only where the page has `…`. */
function expectShown(page: readonly string[], come: readonly string[]): void {
  let at = 0;
  let mayskip = false;
  for (const line of page) {
    if (line === "…") {
      mayskip = true;
      continue;
    }
    const found = come.indexOf(line, at);
    if (found < 0 || (!mayskip && found > at)) {
      expect(come.slice(at), `the page says "${line}" next`).toEqual([line]);
    }
    at = found + 1;
    mayskip = false;
  }
}

const all: readonly DocBlock[] = pages.flatMap((page) => (page === securedPage ? [] : blocksOf(page)));

describe("the commands of the pages", () => {
  it("are found", () => {
    expect(all.filter(({ commands, notRun }) => commands.length > 0 && notRun === undefined)).not.toEqual([]);
  });

  for (const block of all) {
    if (block.notRun !== undefined) {
      const { notRun: reason } = block;
      it(`${block.where} is not run: ${reason}`, () => {
        expect(reason.trim(), "a reason").not.toBe("");
      });
    } else if (block.outputOf !== undefined) {
      const { outputOf: command, numbersDiffer, text } = block;
      it(`${block.where}: ${command} prints this`, async () => {
        const lines = comparable(text, numbersDiffer);
        // The stack of the tests runs before the demo and after it.
        const end = comparable(
          renderDemo({ outcome: "clean", steps: [], running: false }, plain),
          numbersDiffer,
        );
        const isWhole = lines.slice(-end.length).join("\n") === end.join("\n");
        const shown = isWhole ? lines.slice(0, -end.length) : lines;
        expectShown(shown, comparable(await outputOf(command), numbersDiffer));
      });
    } else {
      it(`${block.where}: ${block.commands.join("; ")}`, async () => {
        for (const command of block.commands) await outputOf(command);
      });
    }
  }
});

const plain = { width: Infinity, color: false };
