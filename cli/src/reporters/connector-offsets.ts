import type { ConnectorOffsetsChange, OffsetMove } from "../commands/connector/offsets/change.js";
import type { ConnectorOffsets, ConnectorOffsetsGetResult } from "../commands/connector/offsets/get.js";
import type { CountedRecords } from "../commands/connector/offsets/count-records.js";
import { partitionText, positionText } from "../core/kafka/record.js";
import type { Terminal } from "../ports/context.js";
import { counted, linesText, number, shown, textTable } from "./text.js";

const offsetText = (offset: number | undefined): string => (offset === undefined ? "none" : number(offset));

export function renderOffsets({ connectors }: ConnectorOffsetsGetResult, terminal: Terminal): string {
  if (connectors.length === 0) return "no connectors\n";
  return connectors.map((each) => offsetsText(each, terminal)).join("\n");
}

function offsetsText(report: ConnectorOffsets, terminal: Terminal): string {
  const { connector, state, partitions, leaderless, unread, topicsUnknown } = report;
  const rows = partitions.map((place) => [
    partitionText(place),
    offsetText(place.committed),
    number(place.start),
    number(place.end),
    number(place.lag),
  ]);
  const table =
    rows.length === 0
      ? "  it reads no topic that is there\n"
      : textTable(["partition", "committed", "start", "end", "lag"], rows, terminal);
  const notes = [
    ...leaderless.map((place) => `${partitionText(place)} has no leader: its end is not known`),
    ...unread.map(
      ({ topic, partition, offset }) =>
        `${positionText(topic, partition, offset)} is committed, and the connector does not read it any more`,
    ),
    ...(topicsUnknown === undefined ? [] : [`it is not known what it reads: ${shown(topicsUnknown)}`]),
    ...haltedLines(connector, state),
  ];
  return `${shown(connector)}: ${state}\n${table}${linesText(notes, terminal)}`;
}

/** What lets a connector go on that has been halted. */
export function haltedLines(connector: string, state: string | undefined): readonly string[] {
  if (state !== "STOPPED" && state !== "PAUSED") return [];
  const name = shown(connector);
  return [`connector ${name} is ${state.toLowerCase()}: cassink connector resume ${name} - lets it go on`];
}

const states = {
  running: "runs again",
  paused: "is paused again",
  stopped: "stays stopped",
  failed: "has failed since it goes on",
  unchanged: "was left alone",
};

export function renderChange(result: ConnectorOffsetsChange, terminal: Terminal): string {
  const { connector, action, partitions, problem, state } = result;
  const done = {
    set: "offsets set",
    reset: "offsets reset",
    unchanged: "unchanged, it stands there already",
  }[action];
  const rows = partitions.map((move) => [
    partitionText(move),
    offsetText(move.committed),
    action === "reset" ? "none" : number(move.offset),
    effectText(move),
  ]);
  const lines = [
    ...partitions.flatMap(chainLines),
    ...countLines(result),
    ...(partitions.some(({ skipped }) => skipped > 0) && action === "set"
      ? ["what is skipped is never carried: `verify table` names its rows as missing or different"]
      : []),
    ...(action === "unchanged" || result.dryRun === true
      ? []
      : [`connector ${shown(connector)} ${states[state]}`]),
    ...(problem === undefined ? [] : [`  ${shown(problem)}`]),
  ];
  const table = rows.length === 0 ? "" : textTable(["partition", "from", "to", "offsets"], rows, terminal);
  return `${shown(connector)}: ${done}\n${table}${linesText(lines, terminal)}`;
}

function effectText({ readAgain, skipped }: OffsetMove): string {
  if (readAgain > 0) return `${number(readAgain)} read again`;
  return skipped > 0 ? `${number(skipped)} skipped` : "nothing moves";
}

function chainLines(move: OffsetMove): readonly string[] {
  const { topic, partition, offset, asked } = move;
  if (asked === undefined) return [];
  const back = counted(asked - offset, "offset");
  return [
    `${partitionText(move)} goes on ${back} before ${positionText(topic, partition, asked)}: records before and behind it share their time, and order=time counts them from the first one`,
  ];
}

function countLines({ readAgain, skipped, notCounted }: ConnectorOffsetsChange): readonly string[] {
  return [
    ...(readAgain === undefined ? [] : [`read again: ${recordsText(readAgain)}`]),
    ...(skipped === undefined ? [] : [`skipped: ${recordsText(skipped)}`]),
    ...(notCounted === undefined
      ? []
      : [`what is more than ${number(notCounted)} offsets is not counted in records and keys`]),
  ];
}

function recordsText({ records, keys, withoutKey }: CountedRecords): string {
  const without = withoutKey === 0 ? "" : `, ${number(withoutKey)} without a key`;
  return `${counted(records, "record")} of ${counted(keys, "key")}${without}`;
}
