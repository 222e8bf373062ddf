import type { CommandContext } from "../../../ports/context.js";
import type { PlannedTable, PlannedTopic } from "../plan.js";
import { type Begins, type Changes, chainStart, type SinceRequest } from "./read-since.js";
import type { TimeRule } from "./time-rule.js";

interface ContendersRequest extends SinceRequest {
  readonly ruleOf: (topic: PlannedTopic) => TimeRule;
}

/**
 * From where on the records must be read whose write times may be as late as those of later ones: by the broker's search
 * for a time, or by the offset; all of them where records bring their write times.
 * @param begins from where on they have been read
 * @returns undefined where that is enough
 */
export async function contendersFrom(
  { plan, ends, ruleOf }: ContendersRequest,
  changes: ReadonlyMap<PlannedTable, Changes>,
  begins: readonly Begins[],
  context: CommandContext,
): Promise<readonly Begins[] | undefined> {
  const rest: Begins[] = [];
  let isMore = false;
  for (const [index, topic] of plan.topics.entries()) {
    const first = Math.min(
      ...topic.tables
        .flatMap((table) => changes.get(table) ?? [])
        .flatMap(({ rows, statics }) => [rows.first, statics.first]),
    );
    const offsets =
      first === Infinity ? new Map<number, number>() : await offsetsOf(topic, first, ruleOf(topic), context);
    const of = new Map<number, number>();
    for (const { partition, low, high } of ends[index]?.partitions ?? []) {
      const begin = begins[index]?.get(partition) ?? high;
      const found = first === Infinity ? begin : Math.max(low, offsets.get(partition) ?? low);
      const isEarlier = found < begin;
      isMore ||= isEarlier;
      const isCounted = isEarlier && found > low && ruleOf(topic).counts;
      of.set(
        partition,
        isCounted ? await chainStart(topic, partition, found, low, context) : Math.min(begin, found),
      );
    }
    rest.push(of);
  }
  return isMore ? rest : undefined;
}

/** The first offset, by partition, whose record may have the write time; a partition that is not named may at once. */
async function offsetsOf(
  { topic, isolation }: PlannedTopic,
  writeTime: number,
  { goesBy, epoch }: TimeRule,
  { kafka }: CommandContext,
): Promise<ReadonlyMap<number, number>> {
  if (goesBy === "anything") return new Map();
  const partitions = await kafka.offsetsAt(topic, Math.max(0, Math.floor(writeTime / 1000)), isolation);
  return new Map(
    partitions.map(({ partition, offset }) => [partition, goesBy === "time" ? offset : writeTime - epoch]),
  );
}
