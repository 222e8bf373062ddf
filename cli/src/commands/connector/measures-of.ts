import type { SinkMeasures } from "../../core/connect/sink-measures.js";
import type { CommandContext } from "../../ports/context.js";
import type { TargetConnector } from "./cluster-selection.js";

/** Each worker counts for its own tasks. When the worker of our URL does not say, the others are not asked. */
export async function measuresOf(
  targets: readonly TargetConnector[],
  { connect }: CommandContext,
): Promise<readonly SinkMeasures[]> {
  const tasks = targets.flatMap(({ deployed }) => deployed?.status?.tasks ?? []);
  const first = tasks.length === 0 ? undefined : await connect.sinkMeasures();
  if (first === undefined) return [];
  const workers = [...new Set(tasks.map(({ workerId }) => workerId))];
  const others = await Promise.all(workers.map((worker) => connect.sinkMeasures(worker)));
  return [first, ...others].flatMap((measures) => measures ?? []);
}
