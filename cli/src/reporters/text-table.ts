import type { Terminal } from "../ports/context.js";

/**
 * Columns of text under headings, cut to the terminal's width: the widest column gives way first, and a cell
 * that was cut ends in `…`. Output that is no terminal is never cut.
 */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  terminal: Terminal,
): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => cell.replaceAll(/\s+/g, " ")));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const gap = 2;
  const total = (): number => widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1);
  while (total() > terminal.width) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= 6) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const bold = (text: string): string => (terminal.color ? `\u001b[1m${text}\u001b[22m` : text);
  return cells
    .map((row, index) => {
      const line = row
        .map((cell, column) => fit(cell, widths[column] ?? 0))
        .join(" ".repeat(gap))
        .trimEnd();
      return `${index === 0 ? bold(line) : line}\n`;
    })
    .join("");
}

function fit(cell: string, width: number): string {
  return cell.length <= width ? cell.padEnd(width) : `${cell.slice(0, Math.max(0, width - 1))}…`;
}
