import type { VerifyRunsCleanResult } from "../commands/verify/runs/clean.js";
import type { VerifyRunsListResult } from "../commands/verify/runs/list.js";
import type { Terminal } from "../ports/context.js";
import { number, shown, textTable } from "./text.js";

export function renderRunsList({ runs }: VerifyRunsListResult, terminal: Terminal): string {
  if (runs.length === 0) return "no run is under way, and none was left\n";
  const far = ({ done, total }: { readonly done: number; readonly total: number }): string =>
    total === 0 ? "-" : `${number(done)} of ${number(total)}`;
  const rows = runs.map(({ run, control }) => [
    shown(run),
    control === undefined ? "-" : shown(control.pipeline),
    control === undefined ? "-" : far(control.partitions),
    control === undefined ? "-" : far(control.ranges),
    control === undefined ? "-" : number(control.members),
    control === undefined ? "-" : shown(control.heard),
  ]);
  return textTable(["run", "pipeline", "partitions", "ranges", "members", "heard last"], rows, terminal);
}

export function renderRunsClean({ runs }: VerifyRunsCleanResult, terminal: Terminal): string {
  const rows = runs.map(({ run, removed }) => [
    shown(run),
    removed.length === 0 ? "absent" : `removed: ${removed.map((topic) => shown(topic)).join(", ")}`,
  ]);
  return textTable(["run", "state"], rows, terminal);
}
