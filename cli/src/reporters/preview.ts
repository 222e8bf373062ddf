import type { ConnectorPreviewResult, PreviewedRecord } from "../commands/verify/preview.js";
import { timestampText } from "../core/cql/literal.js";
import type { PreviewedWrite } from "../core/rows/previewed-write.js";
import type { Terminal } from "../ports/context.js";
import { bold, counted, dim, folded, red, shown, singleSpaced, yellow } from "./text.js";

export function renderPreview({ pipelines }: ConnectorPreviewResult, terminal: Terminal): string {
  return pipelines
    .flatMap(({ topics }) =>
      topics.map(({ topic, records }) => {
        const texts = records.map((record) => recordText(record, terminal));
        return `${texts.join("")}${shown(topic)}: ${summary(records)}\n`;
      }),
    )
    .join("\n");
}

/** `50 records: 41 insert, 2 refused`: a record that goes into two tables is counted in each. */
function summary(records: readonly PreviewedRecord[]): string {
  const counts = new Map<string, number>();
  for (const { becomes } of records.flatMap(({ tables }) => tables)) {
    counts.set(becomes, (counts.get(becomes) ?? 0) + 1);
  }
  const parts = [...counts].map(([becomes, count]) => `${count} ${becomes}`);
  return [counted(records.length, "record"), ...(parts.length === 0 ? [] : [parts.join(", ")])].join(": ");
}

function recordText({ at, timestamp, key, tables }: PreviewedRecord, terminal: Terminal): string {
  const time = dim(timestamp < 0 ? "no time" : timestampText(BigInt(timestamp)), terminal);
  const title = `${bold(shown(at), terminal)}  ${time}  ${key === null ? "no key" : `key ${shown(key)}`}`;
  const lines = [title, ...tables.flatMap((write) => writeLines(write, terminal))];
  return lines.map((line) => `${line}\n`).join("");
}

function writeLines(write: PreviewedWrite, terminal: Terminal): readonly string[] {
  const { table, becomes, columns, column, reason, statement } = write;
  const where = column === undefined ? "" : `, column ${shown(column)}`;
  const why = reason === undefined ? "" : `: ${shown(singleSpaced(reason))}`;
  const folds = (text: string): readonly string[] => folded(text, terminal.width);
  const values = columns.map(({ name, value }) => `${shown(name)} = ${shown(value)}`).join(", ");
  return [
    ...folds(
      `  ${shown(table)}: ${becomes === "filtered" ? "filtered by a transform" : becomes}${where}${why}`,
    ).map((line) => colors[becomes](line, terminal)),
    ...(statement === undefined ? [] : folds(`    ${shown(singleSpaced(statement))}`)),
    ...(values === "" ? [] : folds(`    ${values}`)),
    ...(write.writeTimeIs === undefined ? [] : folds(`    ${timesText(write)}`)),
  ];
}

const plain = (text: string): string => text;
const colors = {
  refused: red,
  unknown: yellow,
  insert: plain,
  delete: plain,
  query: plain,
  update: plain,
  filtered: dim,
};

function timesText({ becomes, writeTime, writeTimeIs, expires, expiresIs }: PreviewedWrite): string {
  const time =
    writeTime === undefined
      ? "write time given when written"
      : `write time ${writeTimeIs === "at least" ? "at least " : ""}${writeTime}`;
  // A query says in its text how long its values live.
  if (becomes === "delete" || becomes === "query") return time;
  if (expires === undefined) return `${time}, no time to live`;
  const end = timestampText(BigInt(expires));
  return `${time}, ${expiresIs === "at least" ? "expires not before" : "expires"} ${end}`;
}
