import type { ConnectorLag } from "../commands/connector/lag-of.js";
import type { ConnectorLagResult } from "../commands/connector/lag.js";
import { partitionText } from "../core/kafka/record.js";
import type { Terminal } from "../ports/context.js";
import { behindTransaction, counted, durationText, linesText, number, shown, textTable } from "./text.js";

export function renderLag(result: ConnectorLagResult, terminal: Terminal): string {
  const { connectors, lag, seconds, waited } = result;
  if (connectors.length === 0) return "no connectors\n";
  const rows = connectors.map((each) => [
    each.connector,
    each.state ?? "not deployed",
    number(each.lag),
    behindText(each.seconds),
  ]);
  const table = textTable(["connector", "state", "records", "behind"], rows, terminal);
  const partitions = connectors.length === 1 ? connectors.map((each) => partitionsText(each, terminal)) : [];
  const total =
    connectors.length === 1
      ? []
      : [
          `in all: ${counted(lag, "record")}${seconds === undefined ? "" : `, ${behindText(seconds)} behind`}`,
        ];
  const wait =
    waited === undefined || result.outcome !== "findings"
      ? []
      : [`the wait is over after ${durationText(waited / 1000)}`];
  const lines = linesText([...connectors.flatMap(notesOf), ...total, ...wait], terminal);
  return [table, ...partitions, lines].filter((part) => part !== "").join("\n");
}

/** `59 s`, or a dash where nothing is left to carry. */
export const behindText = (seconds: number | undefined): string =>
  seconds === undefined ? "-" : durationText(seconds);

function partitionsText({ partitions }: ConnectorLag, terminal: Terminal): string {
  const behind = partitions.filter(({ lag }) => lag > 0);
  if (behind.length === 0) return "";
  const rows = behind.map((partition) => [
    partitionText(partition),
    number(partition.lag),
    behindText(partition.seconds),
  ]);
  return textTable(["partition", "records", "behind"], rows, terminal);
}

function notesOf({ connector, leaderless, hidden, topicsUnknown }: ConnectorLag): readonly string[] {
  const name = shown(connector);
  return [
    ...leaderless.map((partition) => `${partitionText(partition)} has no leader: its lag is not known`),
    ...(hidden === 0 ? [] : [`${name}: ${behindTransaction(hidden)}`]),
    ...(topicsUnknown === undefined ? [] : [`${name}: its lag is not known: ${shown(topicsUnknown)}`]),
  ];
}
