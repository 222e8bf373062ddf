import type { FedSnapshot, FoldSnapshot } from "../../core/rows/topic-fold.js";
import { positionText } from "../../core/kafka/record.js";
import type { CommandContext } from "../../ports/context.js";
import { topicOffsets, type TopicEnds } from "./offsets.js";
import type { PlannedTable, PlannedTopic, VerifyPlan } from "./plan.js";
import { cannotResume } from "./run.js";
import type { TableWrites, WritesSnapshot } from "./table-writes.js";

interface Range {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** How far the topics are read, and what is known of their records, as plain data. */
export interface ReadingSnapshot {
  readonly isDone: boolean;
  readonly topics: readonly {
    readonly fold: FoldSnapshot;
    readonly gaps: PlannedTopic["gaps"];
    /** By partition. */
    readonly next: ReadonlyMap<number, number>;
  }[];
  readonly tables: readonly { readonly writes: WritesSnapshot; readonly fedBy: readonly FedSnapshot[] }[];
}

/** How far topics are read, for a run that is to be kept and resumed. */
export class Resumption {
  readonly #plan: VerifyPlan;
  readonly #writes: ReadonlyMap<PlannedTable, TableWrites>;
  readonly #ends: readonly TopicEnds[];
  /** Of each topic, by partition: the offset that is read next. */
  readonly #next: readonly Map<number, number>[];
  #isDone = false;

  constructor(plan: VerifyPlan, writes: ReadonlyMap<PlannedTable, TableWrites>, ends: readonly TopicEnds[]) {
    this.#plan = plan;
    this.#writes = writes;
    this.#ends = ends;
    this.#next = plan.topics.map(
      (_, index) => new Map(ends[index]?.partitions.map(({ partition, low }) => [partition, low])),
    );
  }

  /** Whether an earlier process has read all. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** The offsets up to this one are read. */
  reach(topic: number, partition: number, next: number): void {
    this.#next[topic]?.set(partition, next);
  }

  /** What is left to read of a topic. */
  ranges(topic: number): readonly Range[] {
    return (this.#ends[topic]?.partitions ?? []).map(({ partition, low, high }) => ({
      partition,
      from: this.#next[topic]?.get(partition) ?? low,
      to: high,
    }));
  }

  /** To be called when all writes are in files. */
  snapshot(isDone: boolean): ReadingSnapshot {
    return {
      isDone,
      topics: this.#plan.topics.map(({ fold, gaps }, index) => ({
        fold: fold.snapshot(),
        gaps,
        next: this.#next[index] ?? new Map<number, number>(),
      })),
      tables: [...this.#writes].map(([{ fedBy }, writes]) => ({
        writes: writes.snapshot(),
        fedBy: fedBy.map((fed) => fed.snapshot()),
      })),
    };
  }

  /** @returns how many records are read; undefined in a new run */
  resume(kept: ReadingSnapshot | undefined): number | undefined {
    if (kept === undefined) return undefined;
    this.#isDone = kept.isDone;
    for (const [index, { fold, gaps }] of this.#plan.topics.entries()) {
      const topic = kept.topics[index];
      if (topic === undefined) continue;
      fold.merge(topic.fold);
      for (const gap of topic.gaps) gaps.push(gap);
      for (const [partition, next] of topic.next) this.reach(index, partition, next);
    }
    [...this.#writes].forEach(([{ fedBy }, writes], index) => {
      const table = kept.tables[index];
      if (table === undefined) return;
      writes.merge(table.writes);
      fedBy.forEach((fed, of) => {
        const snapshot = table.fedBy[of];
        if (snapshot !== undefined) fed.merge(snapshot);
      });
    });
    return this.#plan.topics
      .flatMap((_, topic) => [...this.#read(topic)])
      .reduce((sum, count) => sum + count, 0);
  }

  *#read(topic: number): Iterable<number> {
    for (const { partition, low } of this.#ends[topic]?.partitions ?? [])
      yield (this.#next[topic]?.get(partition) ?? low) - low;
  }
}

/** @throws InputError where the broker no longer has all records that are left to read */
export async function refuseLostRecords(
  plan: VerifyPlan,
  reading: Resumption,
  context: CommandContext,
): Promise<void> {
  const now = await topicOffsets(plan.topics, context);
  const lost = plan.topics.flatMap(({ topic }, index) =>
    reading.ranges(index).flatMap(({ partition, from, to }) => {
      const { low, high } = now[index]?.partitions.find((each) => each.partition === partition) ?? {
        low: Infinity,
        high: 0,
      };
      const isLost = to > from && (low > from || high < to);
      return isLost ? [`${positionText(topic, partition, from)}: is no longer in the topic`] : [];
    }),
  );
  if (lost.length > 0) throw cannotResume(lost);
}
