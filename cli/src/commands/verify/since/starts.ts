import type { Since } from "../../../core/kafka/since.js";
import { rangesFrom, type StartingPoint } from "../../../core/kafka/starting-point.js";
import { positionText } from "../../../core/kafka/record.js";
import type { PartitionOffsets } from "../../../core/kafka/topic.js";
import { UsageError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";
import type { TopicEnds } from "../offsets.js";
import type { ReadTopic } from "../offsets.js";
import { startsOfLast, type Verified } from "./noted-ends.js";
import { startAt, type SinceStart } from "./since-start.js";

/**
 * In the order of the ends.
 * @throws UsageError where not every partition is named, InputError for an offset that is not there yet
 */
export async function sinceStarts(
  asked: Since,
  topics: readonly ReadTopic[],
  ends: readonly TopicEnds[],
  verified: Verified,
  context: CommandContext,
): Promise<readonly SinceStart[]> {
  if (asked.kind === "last") return startsOfLast(ends, verified, context);
  const { point } = asked;
  if (point.kind === "positions") refuseOtherTopics(point.positions, ends);
  if (point.kind === "time" && point.time > context.clock.now()) {
    throw new UsageError(`--since ${asked.text} is later than now`, {
      hint: "name a time before now, with its zone: 2026-01-31T08:15:00Z",
    });
  }
  const starts: SinceStart[] = [];
  for (const [index, { topic, partitions }] of ends.entries()) {
    starts.push({
      topic,
      partitions:
        point.kind === "time" || point.kind === "ago"
          ? await ofTime(point, topic, partitions, topics[index]?.isolation, context)
          : partitions.map((each) => startAt(topic, each, offsetIn(point, topic, each))),
    });
  }
  return starts;
}

type Offsets = Extract<StartingPoint, { readonly kind: "offset" | "positions" }>;

function offsetIn(point: Offsets, topic: string, { partition }: PartitionOffsets): number {
  if (point.kind === "offset") return point.offset;
  const named = point.positions.find((each) => each.topic === topic && each.partition === partition);
  if (named !== undefined) return named.offset;
  throw new UsageError(`--since does not name partition ${partition} of topic ${topic}`, {
    hint: `name every partition, this one as ${positionText(topic, partition, 0)}`,
  });
}

function refuseOtherTopics(
  positions: Extract<StartingPoint, { readonly kind: "positions" }>["positions"],
  ends: readonly TopicEnds[],
): void {
  const other = positions.find(
    ({ topic, partition }) =>
      !ends.some(
        (each) => each.topic === topic && each.partitions.some((known) => known.partition === partition),
      ),
  );
  if (other === undefined) return;
  throw new UsageError(
    `--since names ${other.topic}-${other.partition}, which is no partition of a topic that feeds the tables`,
    { hint: `the topics: ${ends.map(({ topic }) => topic).join(", ")}; name one pipeline` },
  );
}

async function ofTime(
  point: Extract<StartingPoint, { readonly kind: "time" | "ago" }>,
  topic: string,
  partitions: readonly PartitionOffsets[],
  isolation: ReadTopic["isolation"] | undefined,
  { kafka, clock }: CommandContext,
): Promise<SinceStart["partitions"]> {
  const asked = { offsetsAt: (name: string, time: number) => kafka.offsetsAt(name, time, isolation) };
  const { ranges } = await rangesFrom(point, topic, partitions, { kafka: asked, now: clock.now() });
  return ranges.map(({ partition, low: offset, high }) => {
    const low = partitions.find((each) => each.partition === partition)?.low ?? 0;
    // No earlier record is left, so those that are gone may have been of that time or later.
    return { partition, offset: Math.min(offset, high), lost: offset <= low ? low : 0 };
  });
}
