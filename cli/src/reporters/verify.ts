import { positionText } from "../core/kafka/record.js";
import type { Carried } from "../commands/verify/await-carried.js";
import type { PipelineReport } from "../commands/verify/pipeline-report.js";
import type { TableReport } from "../commands/verify/report.js";
import type { VerifyProofResult } from "../commands/verify/proof.js";
import type { PipelineFailure, VerifyTableResult } from "../commands/verify/table.js";
import { reasons, type Unjudged } from "../core/rows/reasons.js";
import type { RowFinding, TableFindings } from "../core/rows/table-findings.js";
import type { Terminal } from "../ports/context.js";
import { statesText } from "./letter-states.js";
import { counted, folded, green, indentOf, number, red, secondsText, shown, yellow } from "./text.js";

/** Each pipeline: what is said of its connector, then of each table counts, examples of what is wrong, and notes. */
export function renderVerifyTable(result: VerifyTableResult, terminal: Terminal): string {
  return result.pipelines
    .map((pipeline) =>
      pipeline.outcome === "failed"
        ? failureText(pipeline, terminal)
        : pipelineText(pipeline, result.allowed, terminal),
    )
    .concat(result.proof === undefined ? [] : [`kept in ${shown(result.proof)}\n`])
    .join("\n");
}

/** Each proof: whether it is as it was, and what it says. */
export function renderVerifyProof({ proofs }: VerifyProofResult, terminal: Terminal): string {
  return proofs
    .map((proof) => {
      if ("problem" in proof)
        return textOf(
          [`${shown(proof.file)}: ${red("NOT READ", terminal)}`, `  ${shown(proof.problem)}`],
          terminal,
        );
      const { file, isIntact, made, isRedacted, tables, verdict } = proof;
      const state = isIntact ? green("as it was made", terminal) : red("CHANGED since it was made", terminal);
      const lines = [
        `${shown(file)}: ${state}${isRedacted ? ", redacted" : ""}`,
        `  made ${shown(made)}, ${shown(verdict)}`,
        ...tables.map(
          ({ pipeline, table, verdict: of }) => `  ${shown(pipeline)}: ${shown(table)} ${shown(of)}`,
        ),
      ];
      return textOf(lines, terminal);
    })
    .join("\n");
}

function failureText({ pipeline, failure }: PipelineFailure, terminal: Terminal): string {
  const lines = [
    `pipeline ${shown(pipeline)}: ${red("NOT JUDGED", terminal)}`,
    `  ${shown(failure.message)}`,
    ...(failure.where === undefined ? [] : [`  at: ${failure.where}`]),
    ...failure.lines.map((line) => `    ${shown(line)}`),
    ...(failure.hint === undefined ? [] : [`  do: ${failure.hint}`]),
  ];
  return textOf(lines, terminal);
}

function pipelineText(pipeline: PipelineReport, allowed: readonly string[], terminal: Terminal): string {
  const ofConnector = connectorLines(pipeline, terminal);
  const tables = pipeline.tables.map((table) => tableText(pipeline, table, allowed, terminal));
  return [...(ofConnector.length === 0 ? [] : [textOf(ofConnector, terminal)]), ...tables].join("\n");
}

/** Findings and notes that are of no table. */
function connectorLines(pipeline: PipelineReport, terminal: Terminal): readonly string[] {
  const { connector, configDifferences, topicsWithoutTable, carried, otherWriters, letters } = pipeline;
  const halted = haltedText(pipeline);
  const findings = [
    ...configDifferences.flatMap(({ key, file, deployed }) => [
      `deployed with another ${key}`,
      `  the file: ${file ?? "(not set)"}`,
      `  deployed: ${deployed ?? "(not set)"}`,
    ]),
    ...topicsWithoutTable.map((topic) => `reads topic ${topic}, which has no table: its task fails there`),
    ...(carried.state === "failed" ? [carriedText(carried)] : []),
    ...(pipeline.allowHalted ? [] : halted),
    ...carried.unread.map(({ topic, partition, from, to }) => {
      const place = positionText(topic, partition, from);
      // A consumer commits no offset behind a marker that follows its last record, and the log does not say what it had.
      return to - from === 1
        ? `had not read ${place} when the broker deleted it: a record, or only the marker of a transaction, which nobody can tell any more`
        : `had not read ${counted(to - from, "offset")} from ${place} on when the broker deleted them: records, and markers of transactions where there were any`;
    }),
    ...(letters === undefined || letters.unexplained === 0
      ? []
      : [
          `has ${counted(letters.unexplained, "dead letter")} in ${letters.topic} of records that can be written`,
          ...letters.examples.map((origin) => `  of ${origin}`),
        ]),
  ];
  const notes = [
    ...(pipeline.allowHalted ? halted : []),
    ...(["moving", "still", "behind"].includes(carried.state) ? [carriedText(carried)] : []),
    ...otherWriters.judged.map((other) => {
      const progress = other.carried.state === "all" ? "" : `, which ${carriedText(other.carried)}`;
      return `shares tables with connector ${other.connector}${progress}: judged together`;
    }),
    ...otherWriters.unknown.map(
      (other) => `shares ${other.tables.join(", ")} with connector ${other.connector}: ${other.reason}`,
    ),
    ...letterNotes(letters),
  ];
  if (findings.length + notes.length === 0) return [];
  const verdict = findings.length === 0 ? "" : `: ${red("FINDINGS", terminal)}`;
  return [
    `connector ${shown(connector)}${verdict}`,
    ...findings.map((finding) => `  ${indentOf(finding)}${shown(finding.trimStart())}`),
    ...notes.map((note) => `  note: ${shown(note)}`),
  ];
}

/** That it does not run, which is a finding unless it is allowed. */
function haltedText({ deployed, carried }: PipelineReport): readonly string[] {
  if (!deployed) return ["is not deployed: its tables are judged all the same"];
  return ["stopped", "not deployed"].includes(carried.state) ? [carriedText(carried)] : [];
}

function letterNotes(letters: PipelineReport["letters"]): readonly string[] {
  if (letters === undefined) return [];
  const { topic, read, origins, withoutOrigin, isIncomplete, unproven, statesUnknown } = letters;
  const repeated = read > origins ? `, ${counted(read - origins, "letter")} repeated` : "";
  return [
    ...(read === 0
      ? []
      : [`has dead letters of ${counted(origins, "record")} in ${topic}${repeated}: ${statesText(letters)}`]),
    ...(statesUnknown === undefined ? [] : [`cannot say what has become of them: ${statesUnknown}`]),
    ...(unproven === 0
      ? []
      : [
          `has ${counted(unproven, "record")} that ${topic}.resolutions says to be sent again, and not where it says, as of ${letters.unprovenExamples.join(", ")}`,
        ]),
    ...(withoutOrigin === 0
      ? []
      : [
          `has ${counted(withoutOrigin, "letter")} in ${topic} without the record's place:` +
            " set errors.deadletterqueue.context.headers.enable=true",
        ]),
    ...(isIncomplete
      ? [`the broker has deleted letters from ${topic}: set its retention.ms to -1 to keep them`]
      : []),
  ];
}

function carriedText({ state, behind, cause }: Carried): string {
  const where = behind.map(
    ({ topic, partition, offset, lag }) => `${positionText(topic, partition, offset)} (${number(lag)} to go)`,
  );
  const said = {
    all: "has carried all",
    moving: "was still moving when the wait was over",
    behind: "had not carried all when the wait was over",
    still: "does not move, whatever its status says",
    failed: `has failed${cause === undefined ? "" : ` (${cause})`}`,
    stopped: "is paused or stopped",
    "not deployed": "is not deployed any more",
  }[state];
  return where.length === 0 ? said : `${said}: it stands at ${where.join(", ")}`;
}

function tableText(
  pipeline: PipelineReport,
  table: TableReport,
  allowed: readonly string[],
  terminal: Terminal,
): string {
  const verdict = {
    clean: green("clean", terminal),
    findings: red("FINDINGS", terminal),
    unjudged: yellow("NOT ALL JUDGED", terminal),
  }[table.verdict];
  const waiting =
    table.waitingLetters === 0
      ? ""
      : `, and ${counted(table.waitingLetters, "dead letter waits", "dead letters wait")}`;
  const lines = [
    `${table.keyspace}.${table.table}: ${verdict}${waiting}${sampleText(table)}${sinceText(pipeline)} (${secondsText(pipeline.duration / 1000)})`,
    ...sinceLines(table),
    ...countLines(table, terminal),
    ...exampleLines(table),
    ...table.unjudged.map((unjudged) => `  not judged: ${unjudgedText(unjudged, allowed)}`),
    ...noteLines(pipeline, table).map((note) => `  note: ${shown(note)}`),
  ];
  return textOf(lines, terminal);
}

/** `, of a sample of 1%: with 95% confidence less than 0.1% of the rows are wrong`; of three rows it says nothing. */
function sampleText({ sample }: TableReport): string {
  if (sample === undefined) return "";
  const percent = (share: number): string => `${Number((100 * share).toPrecision(2))}%`;
  const known =
    sample.wrongBelow === undefined
      ? ""
      : sample.wrongBelow >= 1
        ? ": too few rows to say anything of the others"
        : `: with 95% confidence less than ${percent(sample.wrongBelow)} of all rows are wrong`;
  return `, of a sample of ${percent(sample.parts / sample.of)}${known}`;
}

/** `, of what was written since last alone` */
function sinceText({ since }: PipelineReport): string {
  return since === undefined ? "" : `, of what was written since ${shown(since.asked)} alone`;
}

/** How much was looked at, and what was not. */
function sinceLines({ since, findings: { rows } }: TableReport): readonly string[] {
  if (since === undefined) return [];
  if (since.nothingOfThatTime)
    return [
      "  no record has a time stamp of that time or later: nothing was looked at; offsets and last go by offsets",
    ];
  const judged = rows.right + rows.wrong;
  const partitions =
    since.changedPartitions === 0
      ? ""
      : `, and static cells of ${counted(since.changedPartitions, "partition")}`;
  return [
    `  ${number(judged)} of ${counted(since.changedRows, "changed row")} judged${partitions}`,
    `  not looked at: ${counted(since.cellsNotLookedAt, "cell")} of them that no later record sets, and all other rows`,
  ];
}

function countLines(table: TableReport, terminal: Terminal): readonly string[] {
  const { records, findings } = table;
  const found = (count: number): string => (count === 0 ? number(count) : red(number(count), terminal));
  const line = (label: string, count: string, note = ""): string =>
    `  ${label.padEnd(17)} ${count}${note === "" ? "" : `  ${note}`}`;
  const ifAny = (label: string, count: number): string[] => (count === 0 ? [] : [line(label, number(count))]);
  return [
    line("records read", number(records.read)),
    line("  current", number(records.current)),
    line("  superseded", number(records.superseded)),
    ...ifAny("  deleted", records.deleted),
    ...ifAny("  expired", records.expired),
    line("  filtered", number(records.filtered)),
    ...ifAny("  dead-lettered", records.deadLettered),
    line("  refused", found(records.refused)),
    ...ifAny("  not judged", records.unjudged),
    line("rows expected", number(findings.expected)),
    ...ifAny("  expired", findings.expired),
    line("rows found", number(findings.found)),
    ...ifAny("  written since", findings.later),
    line("  missing", found(findings.missing)),
    line("  different", found(findings.different), differentText(table)),
    line("  unexpected", found(findings.unexpected)),
    line("cells right", number(findings.cells.right)),
    ...ifAny("  restarted index", findings.restartedIndex),
    line("  wrong", found(findings.cells.wrong)),
    line("  not judged", number(findings.cells.unjudged)),
    ...(table.statics === undefined ? [] : staticLines(table.statics, line, ifAny, found)),
  ];
}

/** Of the static columns, of which each partition has one set. */
function staticLines(
  { found: partitions, cells, unexpected, restartedIndex }: TableFindings,
  line: (label: string, count: string) => string,
  ifAny: (label: string, count: number) => readonly string[],
  found: (count: number) => string,
): readonly string[] {
  return [
    line("partitions with", `${number(partitions)}  static cells`),
    line("  unexpected", found(unexpected)),
    line("static right", number(cells.right)),
    ...ifAny("  restarted index", restartedIndex),
    line("  wrong", found(cells.wrong)),
    line("  not judged", number(cells.unjudged)),
  ];
}

function differentText({ findings }: TableReport): string {
  const columns = findings.differentColumns.map(({ column, rows }) => `${column} ${number(rows)}`).join(", ");
  if (columns === "") return "";
  const tied =
    findings.differentTied === 0 ? "" : `; ${number(findings.differentTied)} with tied write times`;
  return `(${columns}${tied})`;
}

function exampleLines({ refusals, unjudgedRecords, findings, statics }: TableReport): readonly string[] {
  const row = (kind: string, finding: RowFinding): string[] => [
    `  ${kind} ${shown(finding.key)}`,
    ...(finding.columns.length === 0 ? [`    from ${finding.at}`] : []),
    ...finding.columns.flatMap(({ column, fault, expected, actual, at }) => [
      `    ${column}: ${fault === "value" ? "" : `${fault}: `}expected ${shown(expected)}, found ${shown(actual)}`,
      `      from ${at}${finding.tied ? " (another record has the same write time)" : ""}`,
    ]),
  ];
  return [
    ...unjudgedRecords.flatMap(({ at, reason }) => [`  not judged ${at}`, `    ${shown(reason)}`]),
    ...refusals.flatMap(({ at, column, reason }) => [
      `  refused ${at}`,
      `    ${column === undefined ? "" : `${column}: `}${shown(reason)}`,
    ]),
    ...findings.examples.missing.flatMap((finding) => row("missing", finding)),
    ...findings.examples.different.flatMap((finding) => row("different", finding)),
    ...findings.examples.unexpected.map(({ key }) => `  unexpected ${shown(key)}`),
    ...(statics?.examples.different ?? []).flatMap((finding) => row("different statics of", finding)),
    ...(statics?.examples.unexpected ?? []).map(({ key }) => `  unexpected statics of ${shown(key)}`),
  ];
}

/** `retention: 12 rows, 36 cells: the broker has deleted ...` */
function unjudgedText({ reason, rows, cells, records }: Unjudged, allowed: readonly string[]): string {
  const counts = [
    ...(rows === 0 ? [] : [counted(rows, "row")]),
    ...(cells === 0 ? [] : [counted(cells, "cell")]),
    ...(records === 0 ? [] : [counted(records, "record")]),
  ];
  const accepted = allowed.includes(reason) ? " (accepted)" : "";
  return `${reason}: ${counts.join(", ")}: ${reasons[reason]}${accepted}`;
}

function noteLines(pipeline: PipelineReport, table: TableReport): readonly string[] {
  const { unjudgedColumns, unmappedColumns, records } = table;
  return [
    ...(records.refused === 0 ? [] : [refusedNote(pipeline)]),
    ...(unjudgedColumns.length === 0
      ? []
      : [
          `columns not judged: ${unjudgedColumns.map(({ column, reason }) => `${column} (${reason})`).join(", ")}`,
        ]),
    ...(unmappedColumns.length === 0 ? [] : [`columns not mapped: ${unmappedColumns.join(", ")}`]),
  ];
}

function refusedNote({ ignoreErrors, letters }: PipelineReport): string {
  if (letters !== undefined) return `of the refused records there is no dead letter in ${letters.topic}`;
  return ignoreErrors.toLowerCase() === "all"
    ? "ignoreErrors=All: the records that are refused are lost"
    : `ignoreErrors=${ignoreErrors}: the sink does not go past a record that it refuses`;
}

function textOf(lines: readonly string[], { width }: Terminal): string {
  return `${lines.flatMap((line) => folded(line, width)).join("\n")}\n`;
}
