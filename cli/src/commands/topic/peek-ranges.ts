import { positionText } from "../../core/kafka/record.js";
import type { IsolationLevel, PartitionOffsets } from "../../core/kafka/topic.js";
import type { PeekRanges } from "../../core/peek/peek-records.js";
import type { ReadStart } from "../../core/peek/start.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { TopicPeekInput } from "../../program/topic.js";
import type { PeekTarget } from "./peek-target.js";

/**
 * The ranges that `--from`, `--partition` and a record's place ask for.
 * @throws UsageError for a partition that the topic does not have, InputError for an offset that it does not hold
 */
export async function peekRanges(
  { from, partition }: Pick<TopicPeekInput, "from" | "partition">,
  { topic, position }: PeekTarget,
  isolation: IsolationLevel,
  { kafka, clock }: CommandContext,
): Promise<PeekRanges> {
  const start: ReadStart =
    position === undefined ? from : { kind: "offset", offset: position.offset, of: position };
  if (start.kind === "offset" && start.of !== undefined && start.of.topic !== topic) {
    throw new UsageError(`--from names a record of topic ${start.of.topic}, and ${topic} is read`);
  }
  const all = await kafka.topicOffsets(topic, isolation);
  const wanted = start.kind === "offset" ? (start.of?.partition ?? partition) : partition;
  if (partition !== undefined && wanted !== partition) {
    throw new UsageError(`--partition ${partition} is not the partition of the record that is named`);
  }
  const ranges = wanted === undefined ? all : all.filter((each) => each.partition === wanted);
  if (ranges.length === 0) {
    throw new UsageError(`topic ${topic} has no partition ${wanted ?? ""}`, {
      hint: `its partitions: ${all.map((each) => each.partition).join(", ")}`,
    });
  }
  if (start.kind === "latest") return { ranges, end: "last" };
  if (start.kind === "earliest") return { ranges, end: "first" };
  if (start.kind === "offset") return { ranges: [fromOffset(topic, start.offset, ranges)], end: "first" };
  const time = start.kind === "time" ? start.time : clock.now() - start.milliseconds;
  const begins = new Map((await kafka.offsetsAt(topic, time)).map((each) => [each.partition, each.offset]));
  return {
    ranges: ranges.map((each) => ({
      ...each,
      low: Math.max(each.low, begins.get(each.partition) ?? each.high),
    })),
    end: "first",
  };
}

function fromOffset(topic: string, offset: number, ranges: readonly PartitionOffsets[]): PartitionOffsets {
  const [only] = ranges;
  if (only === undefined || ranges.length > 1) {
    throw new UsageError(`topic ${topic} has ${ranges.length} partitions, and each has an offset ${offset}`, {
      hint: `say which with --partition, or name the record: ${positionText(topic, 0, offset)}`,
    });
  }
  const { partition, low, high } = only;
  if (offset >= low && offset < high) return { partition, low: offset, high };
  const holds = low === high ? "no records" : `the offsets ${low} to ${high - 1}`;
  throw new InputError(
    `there is no offset ${offset}${offset < low ? " any more" : " yet"}: partition ${partition} has ${holds}`,
    {
      where: positionText(topic, partition, offset),
      hint:
        offset < low
          ? "retention has deleted it, or it was never written"
          : "the topic's last records: --from latest",
    },
  );
}
