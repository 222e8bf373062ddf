import type { PlannedChange } from "../../core/pipeline/planned-change.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorPlanInput } from "../../program/connector-plan.js";
import { writePlan } from "./plan-file.js";
import { plannedChanges } from "./planned-changes.js";
import { selectConnectors } from "./selection.js";

export interface ConnectorPlanResult extends CommandResult {
  /** Raised when a program that reads the JSON must be changed. */
  readonly formatVersion: 1;
  readonly changes: readonly (PlannedChange & {
    /** The command line that carries it out; absent where none does. */
    readonly command?: string;
  })[];
  /** The file that keeps the plan, where it was asked for. */
  readonly out?: string;
}

const verbs = { topic: "topic create", table: "table init", connector: "connector deploy" } as const;

/** Says what differs between pipelines and the cluster; findings where a deployment has something to do. */
export async function run(input: ConnectorPlanInput, context: CommandContext): Promise<ConnectorPlanResult> {
  const selected = await selectConnectors(input, context);
  const seen = await plannedChanges(selected, context);
  const { replication, out } = input;
  if (out !== undefined) await writePlan(out, { selected, changes: seen, replication }, context);
  const changes = seen.map(({ change }) => change);
  const shipped = await context.pipelines.names();
  const sources = new Map(
    selected.map(({ pipeline: { name, file } }) => [name, shipped.includes(name) ? name : `-f ${file}`]),
  );
  const copies = replication === undefined ? "" : ` --replication ${replication}`;
  return {
    formatVersion: 1,
    outcome: changes.some(({ action }) => action !== "none") ? "findings" : "clean",
    changes: changes.map((change) => ({
      ...change,
      ...(change.action === "create" || change.action === "change"
        ? { command: `cassink ${verbs[change.kind]} ${sources.get(change.pipeline) ?? ""}${copies}` }
        : {}),
    })),
    ...(out === undefined ? {} : { out }),
  };
}
