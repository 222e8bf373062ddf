import { stripVTControlCharacters } from "node:util";
import type { WatchedConnector, WatchedMoment } from "../core/connect/watched.js";
import type { Terminal } from "../ports/context.js";
import { behindText } from "./connector-lag.js";
import { tasksText } from "./connector-status.js";
import { cut, linesText, number, red, shown, singleLine, textTable } from "./text.js";

const countText = (count: number | undefined): string => (count === undefined ? "-" : number(count));

const columns = (each: WatchedConnector): readonly (readonly [title: string, text: string])[] => [
  ["state", each.state ?? "not deployed"],
  ["tasks", tasksText(each.tasks)],
  ["lag", number(each.lag)],
  ["behind", behindText(each.seconds)],
  ["rows/s", countText(each.rowsPerSecond)],
  ["errors", countText(each.errors)],
  ["retries", countText(each.retries)],
  ["held", countText(each.held)],
];

/** All has been shown as it came. */
export function renderWatch(): string {
  return "";
}

/** A line for each connector: for a file, and for programs that read lines. */
export function renderMoment({ time, connectors, problem }: WatchedMoment): string {
  if (problem !== undefined) return `${time} ${shown(problem)}\n`;
  return connectors
    .map((each) => {
      const parts = columns(each).map(([title, text]) => `${title} ${text}`);
      return `${time} ${singleLine(each.connector)}: ${parts.join(", ")}\n`;
    })
    .join("");
}

const home = "\u001b[H";
const restOfLine = "\u001b[K";
const restOfScreen = "\u001b[J";
const wholeScreen = "\u001b[2J";

/**
 * What draws a moment over the one before. Nothing is cleared that is drawn again at once, which would flicker.
 * @param rows of the terminal
 * @param isFresh whether the screen has something else on it
 */
export function momentOnScreen(
  { time, connectors, problem }: WatchedMoment,
  terminal: Terminal,
  rows: number,
  isFresh: boolean,
): string {
  const headings = connectors[0] === undefined ? [] : columns(connectors[0]).map(([title]) => title);
  const cells = connectors.map((each) => [each.connector, ...columns(each).map(([, text]) => text)]);
  const table =
    connectors.length === 0 ? "no connectors\n" : textTable(["connector", ...headings], cells, terminal);
  const end = problem === undefined ? [`${time}  Ctrl-C ends`] : [`${time}  ${shown(problem)}`];
  const last = linesText(end, terminal).trimEnd().split("\n");
  const lines = table.trimEnd().split("\n");
  const room = Math.max(1, rows - last.length - 2);
  const fitting =
    lines.length <= room
      ? lines
      : [...lines.slice(0, room - 1), `… ${number(lines.length - room + 1)} more lines`];
  const drawn = [
    ...fitting.map((line) => withinWidth(line, terminal)),
    ...last
      .map((line) => withinWidth(line, terminal))
      .map((line) => (problem === undefined ? line : red(line, terminal))),
  ];
  return `${isFresh ? wholeScreen : ""}${home}${drawn.map((line) => `${line}${restOfLine}\n`).join("")}${restOfScreen}`;
}

/** A line that the terminal would break takes two of its rows, and what is drawn next would stand beside it. */
function withinWidth(line: string, { width }: Terminal): string {
  const plain = stripVTControlCharacters(line);
  return plain.length <= width ? line : cut(plain, width);
}
