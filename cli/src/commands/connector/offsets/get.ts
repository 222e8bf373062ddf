import { type PartitionPlace, nextOffset } from "../../../core/kafka/offset-move.js";
import { isolationLevel } from "../../../core/connect/connector-config.js";
import { withoutEmptyTails } from "../../../core/kafka/lag.js";
import type { CommandContext, CommandResult } from "../../../ports/context.js";
import type { ConnectorOffsetsGetInput } from "../../../program/connector-offsets.js";
import { type TargetConnector, refuseNothing, selectInCluster } from "../cluster-selection.js";
import { existingTopicsFor } from "../read-topics.js";
import { type Places, deployedSink, placesOf } from "./places.js";

export interface PartitionOffsetsReport extends PartitionPlace {
  /** Offsets from the committed one to the end; at the end, those without a record do not count. */
  readonly lag: number;
}

export interface ConnectorOffsets extends Omit<Places, "partitions"> {
  /** Absent where the connector itself was named. */
  readonly pipeline?: string;
  readonly connector: string;
  readonly state: string;
  readonly partitions: readonly PartitionOffsetsReport[];
}

export interface ConnectorOffsetsGetResult extends CommandResult {
  readonly connectors: readonly ConnectorOffsets[];
}

/** Where connectors stand, whether they run or not. */
export async function run(
  input: ConnectorOffsetsGetInput,
  context: CommandContext,
): Promise<ConnectorOffsetsGetResult> {
  refuseNothing(input);
  const { connectors: targets } = await selectInCluster(input, context);
  const existingTopics = await existingTopicsFor(targets, context.kafka);
  const connectors = await Promise.all(targets.map((target) => offsetsOf(target, existingTopics, context)));
  const isSeen = connectors.every(
    ({ leaderless, topicsUnknown }) => leaderless.length === 0 && topicsUnknown === undefined,
  );
  return { outcome: isSeen ? "clean" : "unjudged", connectors };
}

async function offsetsOf(
  target: TargetConnector,
  existingTopics: readonly string[],
  context: CommandContext,
): Promise<ConnectorOffsets> {
  const deployed = deployedSink(target, context);
  const places = await placesOf(deployed, existingTopics, context);
  const lags = await withoutEmptyTails(
    places.partitions.map((place) => ({ ...place, lag: Math.max(0, place.end - nextOffset(place)) })),
    ({ topic, partition, end, lag }) =>
      context.kafka.hasRecords({
        topic,
        ranges: [{ partition, from: end - lag, to: end }],
        isolation: isolationLevel(deployed.config),
        signal: context.signal,
      }),
  );
  return {
    ...(target.pipeline === undefined ? {} : { pipeline: target.pipeline.name }),
    connector: target.name,
    state: deployed.status?.connector.state ?? "UNASSIGNED",
    ...places,
    partitions: places.partitions.map((place, index) => ({ ...place, lag: lags[index]?.lag ?? 0 })),
  };
}
