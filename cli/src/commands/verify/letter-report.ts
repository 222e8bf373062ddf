import { positionText } from "../../core/kafka/record.js";
import type { DeadLetters } from "./dead-letters.js";
import type { TopicEnds } from "./offsets.js";
import type { VerifyPlan } from "./plan.js";

/** The dead letters of a pipeline's connector. */
export interface LetterReport {
  readonly topic: string;
  /** Letters, those included that repeat one. */
  readonly read: number;
  /** Records that they are of. */
  readonly origins: number;
  readonly withoutOrigin: number;
  /** Whether the broker has deleted letters. */
  readonly isIncomplete: boolean;
  /** Letters of records that were read and can be written. */
  readonly unexplained: number;
  /** The first of them, by their origins: `topic-partition@offset`. */
  readonly examples: readonly string[];
}

/** @param ends what was read of the connector's topics: letters of other records say nothing of the tables */
export function letterReport(
  letters: DeadLetters,
  plan: VerifyPlan,
  ends: readonly TopicEnds[],
  examples: number,
): LetterReport {
  const refused = new Set(
    plan.tables.flatMap(({ fedBy }) =>
      fedBy.flatMap(({ refusals, unjudgedRecords }) => [...refusals, ...unjudgedRecords].map(({ at }) => at)),
    ),
  );
  const unexplained = [...letters.origins].filter(
    (origin) => !refused.has(origin) && isRead(origin, ends, plan),
  );
  const { topic, read, withoutOrigin, isIncomplete } = letters;
  return {
    topic,
    read,
    origins: letters.origins.size,
    withoutOrigin,
    isIncomplete,
    unexplained: unexplained.length,
    examples: unexplained.slice(0, examples),
  };
}

/** Of a record that retention or the log cleaner has removed, nobody knows whether it could be written. */
function isRead(origin: string, ends: readonly TopicEnds[], plan: VerifyPlan): boolean {
  return ends.some(({ topic, partitions }, index) =>
    partitions.some(({ partition, low, high }) => {
      const before = positionText(topic, partition, 0).slice(0, -1);
      const offset = Number(origin.slice(before.length));
      if (!origin.startsWith(before) || offset < low || offset >= high) return false;
      const gaps = plan.topics[index]?.gaps ?? [];
      return !gaps.some((gap) => gap.partition === partition && offset >= gap.from && offset < gap.to);
    }),
  );
}
