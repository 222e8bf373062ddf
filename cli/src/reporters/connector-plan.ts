import type { ConnectorPlanResult } from "../commands/connector/plan.js";
import type { PlannedDifference } from "../core/pipeline/planned-change.js";
import type { Terminal } from "../ports/context.js";
import { bold, counted, folded, green, red, shown, singleLine, yellow } from "./text.js";

type Change = ConnectorPlanResult["changes"][number];

export function renderPlan({ changes, out }: ConnectorPlanResult, terminal: Terminal): string {
  const toMake = changes.filter(({ action }) => action === "create" || action === "change").length;
  const cannot = changes.filter(({ action }) => action === "cannot").length;
  const summary = [
    ...(toMake === 0 ? [] : [counted(toMake, "change")]),
    ...(cannot === 0 ? [] : [`${cannot} that no deployment makes`]),
  ].join(", ");
  const texts = changes.map((change) => changeText(change, terminal));
  const kept =
    out === undefined ? "" : `kept in ${shown(out)}: cassink connector deploy --plan ${shown(out)}\n`;
  return `${texts.join("")}${summary === "" ? "nothing to change" : summary}\n${kept}`;
}

const actions = {
  create: "to create",
  change: "to change",
  none: "as it is to be",
  cannot: "is another, and stays",
} as const;

function changeText(change: Change, terminal: Terminal): string {
  const { kind, name, action, differences, command } = change;
  const color = { create: green, change: yellow, none: (text: string) => text, cannot: red }[action];
  const lines = [
    `${bold(`${kind} ${shown(name)}`, terminal)}: ${color(actions[action], terminal)}`,
    ...differences.filter(isShown).flatMap((difference) => differenceLines(difference, terminal)),
    ...(command === undefined ? [] : [`  do: ${shown(command)}`]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** What the cluster has added itself is no news. */
const isShown = ({ note }: PlannedDifference): boolean =>
  note === undefined || note === "masked" || note === "resolved";

function differenceLines(difference: PlannedDifference, terminal: Terminal): readonly string[] {
  const { what, before, after, note, remedy } = difference;
  const folds = (text: string): readonly string[] => folded(text, terminal.width);
  // A name of several words is no key.
  const pair = (value: string): string => singleLine(`${what}${what.includes(" ") ? ": " : "="}${value}`);
  if (note !== undefined) {
    const why =
      note === "masked"
        ? `the cluster shows ${shown(before ?? "")}`
        : "the file has a reference, and the cluster shows a value";
    return folds(`  ? ${shown(what)}: cannot be seen, ${why}`);
  }
  const todo = remedy === undefined ? [] : folds(`      do: ${shown(remedy)}`);
  if (before === undefined && after === undefined) return [...folds(`  ! ${shown(what)}`), ...todo];
  const isUnseenChange = before !== undefined && before === after;
  return [
    ...(before === undefined ? [] : folds(`  - ${pair(before)}`).map((line) => red(line, terminal))),
    ...(after === undefined ? [] : folds(`  + ${pair(after)}`).map((line) => green(line, terminal))),
    ...(isUnseenChange ? ["      (another secret)"] : []),
    ...todo,
  ];
}
