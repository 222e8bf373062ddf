import type { SaidRecord, TableWhyResult, WhyCell } from "../commands/verify/why.js";
import { timestampText } from "../core/cql/literal.js";
import type { Terminal } from "../ports/context.js";
import { writeTimeText } from "./table.js";
import { bold, dim, durationText, folded, red, shown, singleSpaced, yellow } from "./text.js";

export function renderWhy(result: TableWhyResult, terminal: Terminal): string {
  const { keyspace, table, key, isThere, cells } = result;
  const keyText = key.map(({ name, value }) => `${shown(name)} = ${shown(singleSpaced(value))}`).join(", ");
  const of = `${shown(keyspace)}.${shown(table)}: ${keyText}${isThere ? "" : ", which the table does not have"}`;
  return [
    ...folded(of, terminal.width).map((line) => bold(line, terminal)),
    ...(isUnknown(result)
      ? folded(`  ${unknownText(result)}`, terminal.width)
      : cells.flatMap((cell) => cellLines(cell, result, terminal))),
    ...notes(result).flatMap((note) => folded(note, terminal.width).map((line) => dim(line, terminal))),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** Neither the table nor a record knows the key, which may be a mistake. */
const isUnknown = ({ cells, isThere }: TableWhyResult): boolean =>
  !isThere &&
  cells.length > 0 &&
  cells.every(
    ({ cause, later }) => (cause === "never set" || cause === "not searched") && later === undefined,
  );

const unknownText = ({ cells }: TableWhyResult): string =>
  cells.every(({ cause }) => cause === "never set")
    ? "no record of this pipeline writes it"
    : "no record that was searched writes it: --depth searches more";

function cellLines(
  cell: WhyCell,
  { timesAreOffsets }: TableWhyResult,
  terminal: Terminal,
): readonly string[] {
  const { column, element, isStatic, value } = cell;
  const name = element === undefined ? shown(column) : `${shown(column)}[${shown(singleSpaced(element))}]`;
  const title = `${name} = ${shown(singleSpaced(value ?? "null"))}${isStatic ? "  (static)" : ""}`;
  const style = { right: plain, unknown: yellow, wrong: red }[gravity(cell)];
  return [
    ...folded(title, terminal.width),
    ...folded(`  ${causeText(cell, timesAreOffsets)}`, terminal.width).map((line) => style(line, terminal)),
    ...recordLines(cell).flatMap((line) => folded(`  ${line}`, terminal.width)),
  ];
}

const plain = (text: string): string => text;

function gravity({ cause }: WhyCell): "right" | "unknown" | "wrong" {
  switch (cause) {
    case "no record":
    case "not there":
      return "wrong";
    case "before the log":
    case "no record left":
    case "uncertain record":
    case "perhaps expired":
    case "column added later":
    case "not searched":
      return "unknown";
    default:
      return "right";
  }
}

function causeText(cell: WhyCell, timesAreOffsets: boolean): string {
  const { cause, by, isMapped } = cell;
  const [record] = by;
  const places = by.map(placeText).join(", ");
  const written = writtenText(cell, timesAreOffsets);
  const writtenBy = cell.ttl === undefined ? `${written} by` : `${written}, by`;
  const until = record?.expires === undefined ? "" : ` ${timestampText(BigInt(record.expires))}`;
  switch (cause) {
    case "record":
      return `${writtenBy} ${places}`;
    case "one of several records":
      return `${writtenBy} one of ${by.length} records, which have this write time and say this: ${places}`;
    case "restarted index":
      return `${writtenBy} ${places}: its millisecond was counted anew, as after a restart of an idle sink; all records before it would give it ${record === undefined ? "" : writeTimeText(record.writeTime)}`;
    case "no record":
      return `${written}: no record of this pipeline wrote this${isMapped ? "" : ", its mapping does not name the column"}`;
    case "before the log":
      return `${written}, before the log: the record is gone from the topic`;
    case "no record left":
      return cell.value === null
        ? "no record that is left sets it"
        : `${written}: no record that is left wrote this`;
    case "uncertain record":
      return `${cell.value === null ? "no value" : written}: a record of the row of which it cannot be said what it writes may have made it so`;
    case "set null":
      return `set null by ${places}`;
    case "deleted":
      return `deleted with its row by ${places}`;
    case "expired":
      return `expired${until}; it was ${saidText(record)}, by ${places}`;
    case "perhaps expired":
      return `expires${until === "" ? "" : ` about${until}`}; it was ${saidText(record)}, by ${places}`;
    case "never set":
      return "never set by any record";
    case "not there":
      return `not in the table: ${places} sets ${saidText(record)}, and is lost, or was removed by another writer`;
    case "column added later":
      return `not in the table: ${places} sets ${saidText(record)}, and the table may have got the column later`;
    case "not searched":
      return "no record was found among those that were searched: --depth searches more";
  }
}

/** `written 2026-03-02T08:15:30.120456Z, expires in 59 s`; with order=log a write time is no time. */
function writtenText({ writeTime, ttl, generation }: WhyCell, timesAreOffsets: boolean): string {
  if (writeTime === undefined) return "written";
  return [
    timesAreOffsets ? `write time ${writeTime}` : `written ${writeTimeText(writeTime)}`,
    ...(generation === undefined ? [] : [`under generation ${generation}`]),
    ...(ttl === undefined ? [] : [`expires in ${durationText(ttl)}`]),
  ].join(", ");
}

/** The other records of a cell, a line for each. */
function recordLines({ tied, superseded, before, later }: WhyCell): readonly string[] {
  const noneText = {
    nothing: "superseded nothing: the first of this cell",
    "before the log": "superseded nothing that the log still has",
    "not searched": "superseded nothing among the records that were searched: --depth searches more",
  };
  return [
    ...tied.map((each) => `of the same write time, and lost: ${saidText(each)}, by ${placeText(each)}`),
    ...superseded.map((each) => `superseded ${saidText(each)}, by ${placeText(each)}`),
    ...(before === undefined ? [] : [noneText[before]]),
    ...(later === undefined
      ? []
      : [
          `not in the table: ${saidText(later)}, later by ${placeText(later)}${later.isCarried ? ", which the connector has carried" : ": the connector has not come to it"}`,
        ]),
  ];
}

/** `item_sales-3@1187 (key plates-235)`, and the record's time where its write time is not of that. */
function placeText({ at, key, timestamp, writeTime }: SaidRecord): string {
  const isOfTime = timestamp < 0 || Math.floor(writeTime / 1000) === timestamp;
  const time = isOfTime ? "" : `, of ${timestampText(BigInt(timestamp))}`;
  return `${shown(at)} (${key === null ? "no key" : `key ${shown(singleSpaced(key))}`}${time})`;
}

function saidText(record: SaidRecord | undefined): string {
  if (record === undefined) return "";
  if (record.does === "deletes the row") return "a DELETE";
  return record.value === undefined ? "null" : shown(singleSpaced(record.value));
}

function notes(result: TableWhyResult): readonly string[] {
  const { notMapped, uncertain, beginsAt, otherWriters, example, wholeTopics, cells } = result;
  return [
    ...(cells.length === 0 ? ["the pipeline writes no column of it"] : []),
    ...(example === undefined ? [] : [`these are the static columns; a row's cells: ${shown(example)}`]),
    ...uncertain.map(
      ({ at, reason }) => `${shown(at)}: it cannot be said what it writes: ${shown(singleSpaced(reason))}`,
    ),
    ...(notMapped.length === 0 ? [] : [`not mapped, and null: ${notMapped.map(shown).join(", ")}`]),
    ...(wholeTopics ? ["records bring their write times (__timestamp): all of the topic was searched"] : []),
    ...(beginsAt.length === 0
      ? []
      : [`the topics' earlier records are gone; they begin at ${beginsAt.map(shown).join(", ")}`]),
    ...otherWriters.map(
      ({ connector, reason }) =>
        `connector ${shown(connector)} writes the table, too, and its records are not computed: ${shown(reason)}`,
    ),
  ];
}
