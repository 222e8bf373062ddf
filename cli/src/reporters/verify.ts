import { positionText } from "../core/kafka/record.js";
import type { Carried } from "../commands/verify/await-carried.js";
import type { TableReport } from "../commands/verify/report.js";
import type { PipelineReport, VerifyTableResult } from "../commands/verify/table.js";
import type { RowFinding } from "../core/rows/table-findings.js";
import type { Terminal } from "../ports/context.js";
import { green, number, red, secondsText, shown, wrapped } from "./text.js";

/** Counts first, then an indented example for each thing found, then what was not judged. */
export function renderVerifyTable(result: VerifyTableResult, terminal: Terminal): string {
  return result.pipelines
    .flatMap((pipeline) => pipeline.tables.map((table) => tableText(pipeline, table, terminal)))
    .join("\n");
}

function tableText(pipeline: PipelineReport, table: TableReport, terminal: Terminal): string {
  const { records, findings } = table;
  const verdict = table.clean ? green("clean", terminal) : red("FINDINGS", terminal);
  const found = (count: number): string => (count === 0 ? number(count) : red(number(count), terminal));
  const lines = [
    `${table.keyspace}.${table.table}: ${verdict} (${secondsText(pipeline.duration / 1000)})`,
    ...countLines([
      ["records read", number(records.read), ""],
      ["  filtered", number(records.filtered), ""],
      ["  refused", found(records.refused), ""],
      ["  superseded", number(records.superseded), ""],
      ["rows expected", number(findings.expected), ""],
      ["rows found", number(findings.found), ""],
      ["  missing", found(findings.missing), ""],
      ["  different", found(findings.different), tiedText(table)],
      ["  unexpected", found(findings.unexpected), ""],
    ]),
    ...exampleLines(table),
    ...noteLines(pipeline, table),
  ];
  return `${lines.flatMap((line) => indented(line, terminal.width)).join("\n")}\n`;
}

/** A line that is too long goes on under its own beginning, a little further in. */
function indented(line: string, width: number): readonly string[] {
  if (line.length <= width) return [line];
  const indent = " ".repeat(line.length - line.trimStart().length);
  const [first = "", ...rest] = wrapped(line.trimStart(), Math.max(20, width - indent.length - 4));
  return [indent + first, ...rest.map((more) => `${indent}    ${more}`)];
}

function countLines(counts: readonly (readonly [label: string, count: string, note: string])[]): string[] {
  return counts.map(
    ([label, count, note]) => `  ${label.padEnd(15)} ${count}${note === "" ? "" : `  ${note}`}`,
  );
}

function tiedText({ findings }: TableReport): string {
  const columns = findings.differentColumns.map(({ column, rows }) => `${column} ${number(rows)}`).join(", ");
  if (columns === "") return "";
  const tied =
    findings.differentTied === 0 ? "" : `; ${number(findings.differentTied)} with tied write times`;
  return `(${columns}${tied})`;
}

function exampleLines({ refusals, findings }: TableReport): string[] {
  const row = (kind: string, finding: RowFinding): string[] => [
    `  ${kind} ${shown(finding.key)}`,
    ...(finding.columns.length === 0 ? [`    from ${finding.at}`] : []),
    ...finding.columns.flatMap(({ column, expected, actual, at }) => [
      `    ${column}: expected ${shown(expected)}, found ${shown(actual)}`,
      `      from ${at}${finding.tied ? " (another record has the same write time)" : ""}`,
    ]),
  ];
  return [
    ...refusals.flatMap(({ at, column, reason }) => [
      `  refused ${at}`,
      `    ${column === undefined ? "" : `${column}: `}${shown(reason)}`,
    ]),
    ...findings.examples.missing.flatMap((finding) => row("missing", finding)),
    ...findings.examples.different.flatMap((finding) => row("different", finding)),
    ...findings.examples.unexpected.map(({ key }) => `  unexpected ${shown(key)}`),
  ];
}

function noteLines(pipeline: PipelineReport, table: TableReport): string[] {
  const { carried, configFrom, connector, ignoreErrors } = pipeline;
  const { findings, unjudged, deleted, compacted, records } = table;
  const notes = [
    ...carriedNotes(connector, carried, configFrom),
    ...(records.refused === 0 ? [] : [refusedNote(ignoreErrors)]),
    ...(findings.excused === 0
      ? []
      : [`${number(findings.excused)} rows are not judged: records written meanwhile touch them`]),
    ...(findings.expired === 0
      ? []
      : [`${number(findings.expired)} rows are gone, and their time to live may be over`]),
    ...(deleted.length === 0
      ? []
      : [
          `the broker has deleted records before ${deleted.join(", ")}: ${number(findings.unexplained)} rows that no record explains are not judged`,
        ]),
    ...compacted.map(
      (topic) =>
        `topic ${topic} is compacted: ${number(findings.unexplained)} rows that no record explains are not judged`,
    ),
    ...(unjudged.length === 0
      ? []
      : [`columns not judged: ${unjudged.map(({ column, reason }) => `${column} (${reason})`).join(", ")}`]),
  ];
  return notes.map((note) => `  note: ${shown(note)}`);
}

function refusedNote(ignoreErrors: string): string {
  return ignoreErrors.toLowerCase() === "all"
    ? "ignoreErrors=All: the records that are refused are lost"
    : `ignoreErrors=${ignoreErrors}: the sink does not go past a record that it refuses`;
}

function carriedNotes(connector: string, carried: Carried, configFrom: "connector" | "file"): string[] {
  if (configFrom === "file") {
    return [`connector ${connector} is not deployed: the rows were computed from the file's config`];
  }
  const { state, behind, cause } = carried;
  if (state === "all") return [];
  const where = behind
    .map(
      ({ topic, partition, offset, lag }) =>
        `${positionText(topic, partition, offset)} (${number(lag)} to go)`,
    )
    .join(", ");
  const said = {
    moving: "was still moving when the wait was over",
    still: "does not move, whatever its status says",
    failed: `has failed${cause === undefined ? "" : ` (${cause})`}`,
    stopped: "is paused or stopped",
    "not deployed": "is not deployed any more",
  }[state];
  return [`connector ${connector} ${said}: it stands at ${where}`];
}
