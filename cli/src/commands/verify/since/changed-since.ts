import type { TopicEnds } from "../offsets.js";
import type { ChangedSince } from "../report.js";
import type { ComparedSince } from "./compare-since.js";
import type { SinceStart } from "./since-start.js";

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** What later records change of a table, and what of them is gone. @param index of the table in the plan */
export function changedSince(
  { plan, compared, changed }: ComparedSince,
  starts: readonly SinceStart[],
  index: number,
): Omit<ChangedSince, "isVain"> {
  const table = compared[index]?.table;
  const feeding = plan.topics.flatMap(({ tables, gaps }, topic) =>
    table !== undefined && tables.includes(table) ? [{ gaps, start: starts[topic] }] : [],
  );
  const cleaned = feeding.flatMap(({ gaps, start }) =>
    gaps.map(({ partition, from, to }) => {
      const first = start?.partitions.find((each) => each.partition === partition)?.offset ?? 0;
      return Math.max(0, to - Math.max(from, first));
    }),
  );
  const lost = feeding.flatMap(({ start }) => (start?.partitions ?? []).map((partition) => partition.lost));
  return {
    ...(changed[index] ?? { rows: 0, partitions: 0 }),
    lost: sumOf(lost),
    cleaned: sumOf(cleaned),
  };
}

/** The ends, as if the topics began with the later records. */
export function laterEnds(ends: readonly TopicEnds[], starts: readonly SinceStart[]): readonly TopicEnds[] {
  return ends.map(({ topic, partitions }, index) => ({
    topic,
    partitions: partitions.map((each) => {
      const start = starts[index]?.partitions.find(({ partition }) => partition === each.partition);
      return { ...each, low: start?.offset ?? each.low };
    }),
  }));
}
