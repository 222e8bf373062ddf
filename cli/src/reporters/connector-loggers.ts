import type { ConnectorLoggersGetResult } from "../commands/connector/loggers/get.js";
import type { RestoredLevels } from "../commands/connector/loggers/restore-levels.js";
import type { ConnectorLoggersSetResult } from "../commands/connector/loggers/set.js";
import { ownLevels } from "../core/connect/loggers.js";
import type { Terminal } from "../ports/context.js";
import { counted, linesText, shown, textTable } from "./text.js";

export function renderLoggersGet(result: ConnectorLoggersGetResult, terminal: Terminal): string {
  const { loggers, asked, restored } = result;
  const above = asked === undefined ? [] : [asked];
  const own = ownLevels([...above, ...loggers.filter(({ name }) => name !== asked?.name)]).filter(
    ({ name }) => name !== asked?.name,
  );
  const rows = [...above, ...own].map(({ name, level }) => [name, level]);
  const table = textTable(["logger", "level"], rows, terminal);
  const rest = loggers.filter(({ name }) => !rows.some(([shownName]) => shownName === name)).length;
  const lines = [
    ...(rest === 0 ? [] : [`${counted(rest, "more logger")}, each with the level of what stands above it`]),
    ...restored.map(restoredText),
  ];
  return `${table}${linesText(lines, terminal)}`;
}

export function renderLoggersSet(result: ConnectorLoggersSetResult, terminal: Terminal): string {
  const { logger, before, level, putBack, isUnknown, meant, restored } = result;
  const name = shown(logger);
  const change =
    putBack === undefined
      ? `logger ${name}: ${level}, was ${before}`
      : `logger ${name}: was ${level} for a time, and is ${before} again`;
  const unknown =
    isUnknown === undefined
      ? []
      : [
          `no logger of this name has logged anything yet${meant === undefined ? "" : `; did you mean ${shown(meant)}?`}`,
        ];
  return linesText([change, ...unknown, ...restored.map(restoredText)], terminal);
}

function restoredText({ logger, level, restored }: RestoredLevels): string {
  const levels = restored.map(({ name, level: was }) => `${shown(name)} is ${was} again`).join(", ");
  return `a command that was killed had left ${shown(logger)} at ${level}: ${levels}`;
}
