import type {
  ConnectorExplainResult,
  ExplainedConnector,
  Explanation,
} from "../commands/connector/explain.js";
import type { Terminal } from "../ports/context.js";
import { bold, counted, folded, number, red, shown, yellow } from "./text.js";

/** Positions that are listed: a topic of 200 partitions may stand still at 200 records. */
const longestList = 5;

export function renderExplain(result: ConnectorExplainResult, terminal: Terminal): string {
  const { connectors, running } = result;
  if (connectors.length === 0 && running === 0) return "no connectors\n";
  const blocks = connectors.map((connector) => connectorText(connector, terminal));
  const left =
    running === 0
      ? []
      : folded(
          `${counted(running, "connector runs", "connectors run")}: cassink connector explain NAME watches whether one moves`,
          terminal.width,
        );
  return [...blocks, ...(left.length === 0 ? [] : [`${left.join("\n")}\n`])].join("\n");
}

function connectorText({ connector, explanations }: ExplainedConnector, terminal: Terminal): string {
  if (explanations.length === 0) return `${shown(connector)}: runs, and carries what there is\n`;
  return explanations.map((explanation) => explanationText(connector, explanation, terminal)).join("\n");
}

function explanationText(
  connector: string,
  { code, title, means, parts, cause, records, from = [], fix }: Explanation,
  terminal: Terminal,
): string {
  const paint = cause === undefined ? yellow : red;
  const where = [shown(connector), ...listed(parts)].join(", ");
  const [first = "", ...rest] = folded(`${where}: ${title}`, terminal.width);
  const lines = [
    ...(cause === undefined ? [] : [`cause: ${shown(cause)}`]),
    ...(records.length === 0 ? [] : [`at: ${listed(records).join(", ")}`]),
    ...(from.length === 0 ? [] : [`at: one of the records from ${listed(from).join(", ")} on`]),
    `means: ${means}`,
    ...fix.map((line, index) => `${index === 0 ? "do" : "  "}: ${line}`.replace("  : ", "    ")),
    `code: ${code} (docs/faults/${code}.md)`,
  ];
  return [
    bold(paint(first, terminal), terminal),
    ...rest.map((line) => bold(paint(line, terminal), terminal)),
    ...lines.flatMap((line) => folded(`  ${line}`, terminal.width)),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function listed(texts: readonly string[]): readonly string[] {
  const more = texts.length - longestList;
  return [...texts.slice(0, longestList).map(shown), ...(more > 0 ? [`${number(more)} more`] : [])];
}
