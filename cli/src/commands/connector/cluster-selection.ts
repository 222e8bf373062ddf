import type { DeployedConnector } from "../../core/connect/deployed-connector.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { type ClusterSelection, isInState, selectedInCluster } from "../../core/pipeline/selection.js";
import { UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";

/** A connector that a command on the cluster is about. */
export interface TargetConnector {
  readonly name: string;
  /** Undefined where the connector itself was selected. */
  readonly pipeline: Pipeline | undefined;
  /** Undefined where Connect has none of this name. */
  readonly deployed: DeployedConnector | undefined;
}

export interface Targets {
  readonly connectors: readonly TargetConnector[];
  /** Whether nothing narrows the selection: every connector of the cluster. */
  readonly isWhole: boolean;
}

/** For what changes connectors. @throws UsageError where none is named in any way */
export function refuseNothing({ name = [], file = [], regex, state, all }: ClusterSelection): void {
  if (name.length > 0 || file.length > 0) return;
  if (regex !== undefined || state !== undefined || all === true) return;
  throw new UsageError("no connector is named", {
    hint: 'name connectors, pipelines or files; --regex, --state and --all take those that "cassink connector list" shows',
  });
}

/** Two requests to Connect, however many connectors are selected. */
export async function selectInCluster(
  selection: ClusterSelection,
  { connect, pipelines }: CommandContext,
): Promise<Targets> {
  const [deployed, names] = await Promise.all([connect.connectors(), pipelines.names()]);
  const selected = selectedInCluster(selection, names, deployed);
  const named = { name: selected.pipelines, file: selected.paths };
  const read = [...named.name, ...named.file].length === 0 ? [] : await pipelines.select(named);
  const targets = new Map<string, TargetConnector>();
  const add = (name: string, pipeline: Pipeline | undefined): void => {
    const target = { name, pipeline, deployed: deployed.find((connector) => connector.name === name) };
    if (!targets.has(name) && isInState(target.deployed, selection.state)) targets.set(name, target);
  };
  for (const pipeline of read) add(pipeline.connector.name, pipeline);
  for (const name of selected.connectors) add(name, undefined);
  return { connectors: [...targets.values()], isWhole: selected.isWhole };
}
