import type { Check } from "../../core/doctor/check.js";
import { fieldChecks } from "../../core/doctor/mapped-fields.js";
import { recordChecks } from "../../core/doctor/records.js";
import { positionText } from "../../core/kafka/record.js";
import type { CommandContext } from "../../ports/context.js";
import { previewOf } from "./other-commands.js";
import type { Examined } from "./examined.js";
import { judged } from "./servers.js";

/** The newest records of each partition, by what `connector preview` says they would become. @param count of a partition */
export async function recordLines(
  { pipeline, topics, sink, letters }: Pick<Examined, "pipeline" | "topics" | "sink" | "letters">,
  count: number,
  context: CommandContext,
): Promise<readonly Check[]> {
  const { kafka, clock } = context;
  const from: string[] = [];
  let most = 0;
  for (const topic of topics) {
    const { partitions } = await kafka.availableOffsets(topic, sink?.isolation);
    // A partition without a record has no place to begin at.
    for (const { partition, low, high } of partitions.filter((each) => each.high > each.low))
      from.push(positionText(topic, partition, Math.max(low, high - count)));
    most = Math.max(most, partitions.length);
  }
  if (from.length === 0) return topics.flatMap((topic) => recordChecks({ topic, records: [] }, clock.now()));
  return judged(topics.length === 1 ? `records of ${topics[0] ?? ""}` : "records", context, async () => {
    // Places of all partitions: as many records in all as there can be.
    const previewed = await previewOf(pipeline, { from, count: Math.min(10_000, count * most) }, context);
    return previewed.flatMap((topic) => [
      ...recordChecks(topic, clock.now(), letters?.records),
      ...fieldChecks(topic, sink),
    ]);
  });
}
