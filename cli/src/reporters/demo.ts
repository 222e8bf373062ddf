import type { ConnectorDetails } from "../commands/connector/status.js";
import type { DemoResult } from "../commands/demo/demo.js";
import type { TopicListResult } from "../commands/topic/list.js";
import type { TopicPeekResult } from "../commands/topic/peek.js";
import type { VerifyTableResult } from "../commands/verify/table.js";
import type { CommandResult, Terminal } from "../ports/context.js";
import { bold, number, secondsText } from "./text.js";

/** The demo as a transcript: each command as typed, under it what it printed. */
export function renderDemo({ steps, running, dryRun }: DemoResult, terminal: Terminal): string {
  if (dryRun === true) return steps.map(({ command }) => `${command}\n`).join("");
  const transcript = steps.map(({ command, seconds, render }) => {
    return `${bold(`$ ${command}`, terminal)}   (${secondsText(seconds)})\n${render(terminal)}\n`;
  });
  return [...transcript, ...reconciled(steps), ...told(steps), next(running)].join("");
}

/**
 * `verify table` and `connector status` count different things under similar names: the table's superseded records are
 * those that the sink did not even send, and those whose rows it overwrote.
 */
function reconciled(steps: DemoResult["steps"]): readonly string[] {
  const verified = resultOf(steps, "verify table") as VerifyTableResult | undefined;
  const status = resultOf(steps, "connector status") as ConnectorDetails | undefined;
  if (verified === undefined || status === undefined) return [];
  const lines = verified.pipelines.flatMap((pipeline) => {
    const totals = status.connectors.find(({ connector }) => connector === pipeline.connector)?.totals;
    const records = pipeline.tables.length === 1 ? pipeline.tables[0]?.records : undefined;
    if (totals === undefined || records === undefined) return [];
    const { read, filtered, refused, superseded, current } = records;
    const { rowsWritten, rowsSuperseded } = totals;
    const overwritten = superseded - rowsSuperseded;
    const addsUp = rowsWritten + rowsSuperseded === current + superseded && overwritten >= 0;
    // A connector that was started again counts from then on.
    if (!addsUp) return [];
    return [
      `  ${pipeline.connector}: ${number(read)} records`,
      `    ${number(filtered)} filtered, ${number(refused)} refused`,
      `    ${number(rowsSuperseded)} superseded before the sink sent them`,
      `    ${number(rowsWritten)} written, ${number(overwritten)} of them superseded later`,
      `    ${number(current)} current in the table`,
    ];
  });
  if (lines.length === 0) return [];
  return [`What became of the records:\n${lines.map((line) => `${line}\n`).join("")}\n`];
}

/** There is a receipt for each record that reached the sink, and more where some were told again after a restart. */
function told(steps: DemoResult["steps"]): readonly string[] {
  const verified = resultOf(steps, "verify table") as VerifyTableResult | undefined;
  const listed = resultOf(steps, "topic list") as TopicListResult | undefined;
  const { topic } = (resultOf(steps, "topic peek") as TopicPeekResult | undefined) ?? {};
  const receipts = listed?.topics.find(({ name }) => name === topic)?.records;
  const sales = verified?.pipelines.find(({ connector }) => connector === "item-sales");
  const records = sales?.tables.length === 1 ? sales.tables[0]?.records : undefined;
  if (topic === undefined || receipts === undefined || records === undefined) return [];
  const carried = records.read - records.filtered - records.refused;
  const compared =
    receipts === carried
      ? "as many as records that reached the sink"
      : `and ${number(carried)} records reached the sink: ${receipts > carried ? "some were told again after a restart" : "some were written before there were receipts"}`;
  return [`${topic}: ${number(receipts)} receipts, ${compared}\n\n`];
}

function resultOf(steps: DemoResult["steps"], words: string): CommandResult | undefined {
  return steps.find(({ command }) => command.startsWith(`cassink ${words}`))?.result;
}

function next(running: boolean): string {
  const lines = running
    ? [
        "The stack is still running. Next:",
        "  cassink table show item-sales        rows that arrived",
        "  cassink produce weather              live readings every 5 seconds, Ctrl-C ends",
        "  cassink connector status item-sales  tasks, lag, and whether it moves",
        "  cassink down                         stop it; --purge --yes also deletes its data",
      ]
    : [
        "Nothing is left running. Next:",
        "  npx cassink demo --keep              the same, and the stack stays for a look around",
        "  connectors/pipelines/                the three pipelines: copy a file to make your own",
        "  npx cassink --help                   every command",
      ];
  return `${lines.join("\n")}\n`;
}
