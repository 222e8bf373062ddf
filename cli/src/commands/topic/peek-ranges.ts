import { type ReadRanges, rangesFrom, type StartingPoint } from "../../core/kafka/starting-point.js";
import type { IsolationLevel } from "../../core/kafka/topic.js";
import { UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { TopicPeekInput } from "../../program/topic.js";
import type { PeekTarget } from "./peek-target.js";

/**
 * The ranges that `--from`, `--partition` and a record's place ask for.
 * @throws UsageError for what contradicts itself, and as {@link rangesFrom}
 */
export async function peekRanges(
  { from, partition }: Pick<TopicPeekInput, "from" | "partition">,
  { topic, position }: PeekTarget,
  isolation: IsolationLevel,
  { kafka, clock }: CommandContext,
): Promise<ReadRanges> {
  const start: StartingPoint = position === undefined ? from : { kind: "positions", positions: [position] };
  const all = await kafka.topicOffsets(topic, isolation);
  if (start.kind === "positions") {
    for (const place of start.positions) {
      if (place.topic !== topic)
        throw new UsageError(`--from names a record of topic ${place.topic}, and ${topic} is read`);
      if (partition !== undefined && place.partition !== partition)
        throw new UsageError(`--partition ${partition} is not the partition of the record that is named`);
    }
  }
  const ranges = partition === undefined ? all : all.filter((each) => each.partition === partition);
  if (ranges.length === 0) {
    throw new UsageError(`topic ${topic} has no partition ${partition ?? ""}`, {
      hint: `its partitions: ${all.map((each) => each.partition).join(", ")}`,
    });
  }
  return rangesFrom(start, topic, ranges, { kafka, now: clock.now() });
}
