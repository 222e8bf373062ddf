import type { StateCounts } from "../../core/dead-letters/letter-groups.js";
import { positionText } from "../../core/kafka/record.js";
import { parsePosition, rangesOver, type TopicPosition } from "../../core/kafka/position.js";
import type { CommandContext } from "../../ports/context.js";
import type { DeadLetters } from "./dead-letters.js";
import type { TopicEnds } from "./offsets.js";
import type { VerifyPlan } from "./plan.js";

/** The dead letters of a pipeline's connector. */
export interface LetterReport extends StateCounts {
  readonly topic: string;
  /** Letters, those included that repeat one. */
  readonly read: number;
  /** Records that they are of. The counts of what has become of them add up to it. */
  readonly origins: number;
  readonly withoutOrigin: number;
  /** Whether the broker has deleted letters. */
  readonly isIncomplete: boolean;
  /** Records that are noted as sent again and do not stand where they are noted to be; they are among those that wait. */
  readonly unproven: number;
  /** The first of them, as `topic-partition@offset`. */
  readonly unprovenExamples: readonly string[];
  /** Why it is not known what has become of the records: all count as waiting. */
  readonly statesUnknown?: string;
  /** Letters of records that were read and can be written, and that are neither sent again nor given up. */
  readonly unexplained: number;
  /** The first of them, by their origins: `topic-partition@offset`. */
  readonly examples: readonly string[];
}

/** @param ends what was read of the connector's topics: letters of other records say nothing of the tables */
export async function letterReport(
  letters: DeadLetters,
  plan: VerifyPlan,
  ends: readonly TopicEnds[],
  examples: number,
  context: CommandContext,
): Promise<LetterReport> {
  const refused = new Set(
    plan.tables.flatMap(({ fedBy }) =>
      fedBy.flatMap(({ refusals, unjudgedRecords }) => [...refusals, ...unjudgedRecords].map(({ at }) => at)),
    ),
  );
  const unrefused = [...letters.origins]
    .filter((origin) => !refused.has(origin) && !letters.resolved.has(origin))
    .flatMap((origin) => parsePosition(origin) ?? [])
    .filter((place) => isRead(place, ends, plan));
  const aborted = await abortedOf(unrefused, plan, context);
  const unexplained = unrefused.map(textOf).filter((origin) => !aborted.has(origin));
  const { topic, read, withoutOrigin, isIncomplete, unproven, statesUnknown, states } = letters;
  return {
    topic,
    read,
    origins: states.waiting + states.quarantined + states.replayed + states.purged,
    ...states,
    unproven: unproven.length,
    unprovenExamples: unproven.slice(0, examples),
    ...(statesUnknown === undefined ? {} : { statesUnknown }),
    withoutOrigin,
    isIncomplete,
    unexplained: unexplained.length,
    examples: unexplained.slice(0, examples),
  };
}

const textOf = ({ topic, partition, offset }: TopicPosition): string =>
  positionText(topic, partition, offset);

/** Of a record that retention or the log cleaner has removed, nobody knows whether it could be written. */
function isRead(place: TopicPosition, ends: readonly TopicEnds[], plan: VerifyPlan): boolean {
  const { offset } = place;
  return ends.some(({ topic, partitions }, index) =>
    partitions.some(({ partition, low, high }) => {
      if (topic !== place.topic || partition !== place.partition || offset < low || offset >= high)
        return false;
      const gaps = plan.topics[index]?.gaps ?? [];
      return !gaps.some((gap) => gap.partition === partition && offset >= gap.from && offset < gap.to);
    }),
  );
}

/**
 * Those of the places at which a reader of committed records finds none: their transaction was aborted. A connector that
 * read uncommitted records once may have refused them. Where one of the plan reads them still, they are records like others.
 */
async function abortedOf(
  places: readonly TopicPosition[],
  plan: VerifyPlan,
  { kafka, signal }: CommandContext,
): Promise<ReadonlySet<string>> {
  const aborted = new Set<string>();
  for (const topic of new Set(places.map((place) => place.topic))) {
    const readers = plan.topics.filter((planned) => planned.topic === topic);
    if (readers.some(({ isolation }) => isolation !== "read_committed")) continue;
    const asked = places.filter((place) => place.topic === topic);
    for (const place of asked) aborted.add(textOf(place));
    await kafka.read({
      topic,
      isolation: "read_committed",
      ranges: rangesOver(asked),
      signal,
      onRecords: (records) => {
        for (const { partition, offset } of records) aborted.delete(positionText(topic, partition, offset));
      },
    });
  }
  return aborted;
}
