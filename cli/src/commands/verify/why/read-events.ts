import { rowEvent, type AskedRow, type RowEvent } from "../../../core/why/row-event.js";
import type { CommandContext } from "../../../ports/context.js";
import type { Feed } from "../feeds.js";
import { MemoryGuard } from "../memory-guard.js";
import type { TopicEnds } from "../offsets.js";
import { type PlannedTopic, verifyPlan } from "../plan.js";

/** Offsets of one partition of a topic that feeds the table; `from` included, `to` not. */
export interface EventRange {
  /** The topic's index among those that are planned. */
  readonly topic: number;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** What is asked of the log. */
export interface Question {
  /** With those of their topics that feed the table. */
  readonly feeds: readonly Feed[];
  /** Of the pipeline, for messages. */
  readonly file: string;
  readonly keyspace: string;
  readonly table: string;
  readonly asked: AskedRow;
  /** Of the topics that the feeds read, in their order. */
  readonly ends: readonly TopicEnds[];
}

export interface ReadEvents {
  readonly events: readonly RowEvent[];
  /** Where the log cleaner has removed records. */
  readonly gaps: readonly EventRange[];
}

/** Where the table is among those that a topic feeds. */
function tableIn(
  { tables }: PlannedTopic,
  { keyspace, table }: Pick<Question, "keyspace" | "table">,
): number {
  return tables.findIndex(
    ({ description }) => description.keyspace === keyspace && description.name === table,
  );
}

/**
 * Reads ranges, one of a partition, as `verify table` reads them, and keeps what concerns the row. Each call begins
 * anew: the write times are those of records that are counted from the beginnings of the ranges on.
 */
export async function readEvents(
  question: Question,
  ranges: readonly EventRange[],
  context: CommandContext,
): Promise<ReadEvents> {
  const { kafka, progress, signal } = context;
  const plan = await verifyPlan(question.feeds, question.file, 0, context);
  const events: RowEvent[] = [];
  const gaps: EventRange[] = [];
  const memory = new MemoryGuard(context);
  const total = ranges.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
  let done = 0;
  for (const [index, planned] of plan.topics.entries()) {
    const own = ranges.filter(({ topic, from, to }) => topic === index && to > from);
    if (own.length === 0) continue;
    const { topic, connector, isolation, fold } = planned;
    const wanted = tableIn(planned, question);
    fold.watch((raw, table, outcome) => {
      const event =
        table === wanted ? rowEvent(question.asked, { topic, connector }, raw, outcome) : undefined;
      if (event !== undefined) events.push(event);
    });
    await kafka.read({
      topic,
      isolation,
      ranges: own,
      signal,
      onGap: (gap) => gaps.push({ topic: index, ...gap }),
      onRecords: (records) => {
        for (const record of records) {
          fold.add(record);
          memory.take(record.value?.length ?? 0);
        }
        done += records.length;
        progress.report({ kind: "records read", done, total });
      },
    });
  }
  return { events, gaps };
}
