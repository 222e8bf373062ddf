import { visible } from "../core/visible.js";
import type { Terminal } from "../ports/context.js";

/** `1,234,567` */
export function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 task`, `2 tasks` */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return count === 1 ? `1 ${noun}` : `${number(count)} ${plural}`;
}

/** Of a connector that reads committed records. */
export function behindTransaction(records: number): string {
  const stand = counted(records, "record stands", "records stand");
  return `${stand} behind an open transaction, where the connector is given none`;
}

/** `2.3 s` */
export function secondsText(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

/** `59 s`, `1 min 1 s`, `1 h 2 min` */
export function durationText(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `219 MB`: millions of bytes */
export function megabytesText(bytes: number): string {
  return `${number(Math.round(bytes / 1e6))} MB`;
}

/** Puts a text between two codes of ANSI's "select graphic rendition". */
const styled =
  (on: number, off: number) =>
  (text: string, { color }: Terminal): string =>
    color ? `\u001b[${on}m${text}\u001b[${off}m` : text;

export const bold = styled(1, 22);
export const dim = styled(2, 22);
export const red = styled(31, 39);
export const green = styled(32, 39);
export const yellow = styled(33, 39);

/** A text with line breaks and runs of blanks as single spaces, and nothing else that a terminal would act on. */
export function singleLine(text: string): string {
  return visible(singleSpaced(text));
}

/** A text with line breaks and runs of blanks as single spaces. */
export const singleSpaced = (text: string): string => text.replaceAll(/\s+/g, " ");

/** Characters of a value that are shown; `--output json` has all of it. */
const longestValue = 1_000;

/** A value as {@link visible} text; one of more than 1,000 characters is cut, and says how many it has. */
export function shown(value: string): string {
  if (value.length <= longestValue) return visible(value);
  return `${visible(withoutHalf(value.slice(0, longestValue)))}… (${number(value.length)} characters)`;
}

/** A text that is longer than `width` characters is cut and ends in `…`. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${withoutHalf(text.slice(0, Math.max(0, width - 1)))}…`;
}

/** A cut text without the half of a character that the cut may have left at its end. */
const withoutHalf = (text: string): string => text.replace(/[\ud800-\udbff]$/, "");

/**
 * Columns of text under headings. Where these are wider than the terminal, nothing is cut: each row is its first cell,
 * and under it the other columns' headings and cells. Output that is not a terminal always has columns.
 */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  terminal: Terminal,
): string {
  const cells = [headings, ...rows].map((row) => row.map(singleLine));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const gap = 2;
  const total = widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1);
  if (total > terminal.width) return rowAfterRow(headings, cells.slice(1), terminal);
  return cells
    .map((row, index) => {
      const line = row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join(" ".repeat(gap))
        .trimEnd();
      return `${index === 0 ? bold(line, terminal) : line}\n`;
    })
    .join("");
}

/** `item-sales` and under it `since start: read 4,945, written 2,043, …`, broken at the terminal's width. */
function rowAfterRow(
  [title = "", ...headings]: readonly string[],
  rows: readonly (readonly string[])[],
  terminal: Terminal,
): string {
  return rows
    .map(([first = "", ...cells]) => {
      const width = Math.max(10, terminal.width - 2);
      const parts = cells.flatMap((cell, index) => (cell === "" ? [] : [`${headings[index] ?? ""} ${cell}`]));
      const pieces = parts
        .map((part, index) => (index < parts.length - 1 ? `${part},` : part))
        .flatMap((part) => (part.length > width ? part.split(" ") : [part]));
      const lines = joined(pieces, width);
      return `${bold(`${title} ${first}`, terminal)}\n${lines.map((line) => `  ${line}\n`).join("")}`;
    })
    .join("");
}

/** A text broken at spaces into lines of at most `width` characters; a longer word stays whole. */
export function wrapped(text: string, width: number): readonly string[] {
  return joined(text.split(" "), width);
}

/** As many pieces on a line, with spaces between them, as its width has room for. */
function joined(pieces: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line !== "" && line.length + 1 + piece.length > width) {
      lines.push(line);
      line = piece;
    } else {
      line = line === "" ? piece : `${line} ${piece}`;
    }
  }
  return [...lines, line];
}

/** A line without colours that is too long goes on under its own beginning, a little further in. */
export function folded(line: string, width: number): readonly string[] {
  if (line.length <= width) return [line];
  const indent = indentOf(line);
  const [first = "", ...rest] = wrapped(line.trimStart(), Math.max(20, width - indent.length - 4));
  return [indent + first, ...rest.map((more) => `${indent}    ${more}`)];
}

/** Lines, each folded where it is too long. */
export function linesText(lines: readonly string[], { width }: Terminal): string {
  return lines
    .flatMap((line) => folded(line, width))
    .map((line) => `${line}\n`)
    .join("");
}

export const indentOf = (line: string): string => " ".repeat(line.length - line.trimStart().length);
