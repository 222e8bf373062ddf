import type { ShownTable, TableShowResult } from "../../commands/table/show.js";
import { plainText } from "../../core/cql/plain-value.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

/** What a column needs at the least to say something. */
const narrowest = 10;

export function render(result: TableShowResult, terminal: Terminal): string {
  return result.tables.map((table) => tableText(table, terminal)).join("\n");
}

function tableText(table: ShownTable, terminal: Terminal): string {
  const title = `${table.keyspace}.${table.table}${countText(table)}`;
  if (table.rows.length === 0) return `${title}\n`;
  const rows = table.rows.map((row) => row.map(plainText));
  const headings = table.columns.map((column) => column.name);
  const narrow = table.columns.length * (narrowest + 2) > Math.min(terminal.width, 400);
  const body = narrow
    ? rows.map(rowByRow(headings, terminal)).join("\n")
    : textTable(headings, rows, terminal);
  return `${title}\n${body}`;
}

function countText({ rows, more, count }: ShownTable): string {
  const number = (value: number): string => value.toLocaleString("en-US");
  if (count !== undefined && count !== rows.length)
    return `: ${number(rows.length)} of ${number(count)} rows`;
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
  const dim = (line: string): string => (terminal.color ? `\u001b[2m${line}\u001b[22m` : line);
  return (row, index) => {
    const lines = row.map((cell, column) => {
      const value = cell.replaceAll(/\s+/g, " ");
      const shown = value.length <= room ? value : `${value.slice(0, room - 1)}…`;
      return `  ${dim((headings[column] ?? "").padEnd(width))}  ${shown}\n`;
    });
    return `row ${index + 1}\n${lines.join("")}`;
  };
}
