import type { TableDiffResult } from "../commands/table/diff.js";
import type { TableDropResult } from "../commands/table/drop.js";
import type { TableInitResult } from "../commands/table/init.js";
import type { ProposedTable } from "../commands/table/sketch.js";
import type { ShownTable, TableShowResult } from "../commands/table/show.js";
import type { ValueTimes } from "../commands/table/shown-rows.js";
import { plainText } from "../core/cql/plain-value.js";
import type { Terminal } from "../ports/context.js";
import { visible } from "../core/visible.js";
import { counted, dim, durationText, number, shown, singleSpaced, textTable, wrapped } from "./text.js";

export function renderInit(result: TableInitResult, terminal: Terminal): string {
  if (result.proposed !== undefined) return proposalText(result.proposed);
  const rows = result.tables.map(({ pipeline, keyspace, table, action, columns }) => {
    return [`${keyspace}.${table}`, pipeline, String(columns), action];
  });
  return textTable(["table", "pipeline", "columns", "state"], rows, terminal);
}

/** CQL and pipeline as files, with what is to be known of them in comments. */
function proposalText({
  from,
  samples,
  columns,
  keyGuess,
  notes,
  cql,
  pipeline,
  print,
  table,
}: ProposedTable): string {
  const taken = from.kind === "schema" ? "examples of it are taken" : "samples are taken";
  const remarks = [
    `from ${from.kind === "topic" ? `topic ${from.name}` : from.name}: all ${number(samples)} ${taken}`,
    ...(keyGuess === undefined ? [] : [`the key is a guess: ${keyGuess}; --key says another`]),
    ...columns.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}`])),
    ...notes,
  ];
  const text = (mark: string, title: string, lines: readonly string[]): string =>
    [title, ...lines].map((line, at) => `${at === 0 && mark !== "" ? `${mark} ` : ""}${line}\n`).join("");
  const comments = (mark: string): string => remarks.map((remark) => `${mark} ${remark}\n`).join("");
  if (print === "cql") return `${comments("--")}${cql.join("\n")}\n`;
  if (print === "pipeline") return `${comments("#")}${pipeline.join("\n")}\n`;
  return `${text("--", `${table}.cql`, [])}${comments("--")}${cql.join("\n")}\n\n${text("#", `${table}.yaml`, pipeline)}`;
}

export function renderDrop(result: TableDropResult, terminal: Terminal): string {
  const rows = result.tables.map(({ pipeline, keyspace, table, action, keyspaceDropped }) => {
    return [`${keyspace}.${table}`, pipeline, keyspaceDropped ? `${action}, and its keyspace` : action];
  });
  return textTable(["table", "pipeline", "state"], rows, terminal);
}

/** A line for each table, and under those that differ what differs and the statement that ends it. */
export function renderDiff(result: TableDiffResult, terminal: Terminal): string {
  return result.tables
    .map(({ keyspace, table, cql, state, differences }) => {
      const name = `${keyspace}.${table}`;
      if (state === "same") return `${name}: as ${cql} declares it\n`;
      if (state === "missing") return `${name}: there is no such table\n   do: cassink table init\n`;
      const parts = differences.map(({ text, statement, note }) => {
        const noted = note === undefined ? [] : wrapped(`-- ${note}`, Math.max(20, terminal.width - 4));
        const lines = [
          ...noted.map((line, at) => (at === 0 ? line : `-- ${line}`)),
          ...(statement === undefined ? [] : [`${statement};`]),
        ];
        return `  ${wrapped(text, Math.max(20, terminal.width - 2)).join("\n  ")}\n${lines.map((line) => `    ${line}\n`).join("")}`;
      });
      return `${name}: ${counted(differences.length, "difference")} from ${cql}\n${parts.join("")}`;
    })
    .join("");
}

/** Characters that a column of rows side by side must have, at least. */
const narrowest = 10;

export function renderShow(result: TableShowResult, terminal: Terminal): string {
  return result.tables.map((table) => tableText(table, terminal)).join("\n");
}

function tableText(table: ShownTable, terminal: Terminal): string {
  const title = `${table.keyspace}.${table.table}${countText(table)}`;
  if (table.rows.length === 0) return `${title}\n`;
  const rows = table.rows.map((row, at) =>
    row.map((value, column) => {
      const times = table.times?.[at]?.[column] ?? undefined;
      return `${shown(singleSpaced(plainText(value)))}${times === undefined ? "" : `  (${timesText(times)})`}`;
    }),
  );
  const headings = table.columns.map((column) => visible(column.name));
  const narrow = table.columns.length * (narrowest + 2) > Math.min(terminal.width, 400);
  const body =
    narrow || table.times !== undefined
      ? rows.map(rowByRow(headings, terminal)).join("\n")
      : textTable(headings, rows, terminal);
  return `${title}\n${body}`;
}

/** `written 2026-03-02T08:15:30.120456Z, expires in 59 s` */
function timesText({ writeTime, ttl }: ValueTimes): string {
  const last = [ttl]
    .flat()
    .reduce<number | null>(
      (most, seconds) => (most === null || seconds === null ? null : Math.max(most, seconds)),
      0,
    );
  return `written ${writeTimeText(writeTime)}${last === null ? "" : `, expires in ${durationText(last)}`}`;
}

/** `2026-03-02T08:15:30.120456Z` */
export function writeTimeText(microseconds: number): string {
  const time = new Date(Math.floor(microseconds / 1000));
  // Any number of 64 bits may be a write time, and so may be beyond the times of a calendar.
  if (Number.isNaN(time.getTime()) || microseconds < 0) return String(microseconds);
  return time.toISOString().replace("Z", `${String(microseconds % 1000).padStart(3, "0")}Z`);
}

function countText({ rows, more, count, restricted }: ShownTable): string {
  if (restricted === true) {
    if (rows.length === 0) return ": no such row";
    return `: ${more ? "the first " : ""}${counted(rows.length, "row")} of those that were asked for`;
  }
  if (count !== undefined && count !== rows.length) {
    return `: ${number(rows.length)} of ${counted(count, "row")}`;
  }
  if (more) return rows.length === 1 ? ": the first row" : `: the first ${number(rows.length)} rows`;
  if (rows.length === 0) return ": no rows";
  return `: ${rows.length === 1 ? "its only row" : `all of its ${number(rows.length)} rows`}`;
}

/** A table with more columns than fit side by side: each row as a list of its values. */
function rowByRow(
  headings: readonly string[],
  terminal: Terminal,
): (row: readonly string[], index: number) => string {
  const width = Math.max(...headings.map((heading) => heading.length));
  const room = Math.max(narrowest, terminal.width - width - 4);
  return (row, index) => {
    const lines = row.map((cell, column) => {
      const heading = dim((headings[column] ?? "").padEnd(width), terminal);
      return `  ${heading}  ${wrapped(cell, room).join(`\n${" ".repeat(width + 4)}`)}\n`;
    });
    return `row ${index + 1}\n${lines.join("")}`;
  };
}
