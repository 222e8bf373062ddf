import type { RowEvent } from "../../../core/why/row-event.js";
import type { CommandContext } from "../../../ports/context.js";
import { type AskedCell, hasPredecessor, historyFrom, type LogSearch } from "./asked-cell.js";
import { type EventRange, type Question, readEvents } from "./read-events.js";

/** Offsets at the end of a partition that are always looked at, for records that the table does not have yet. */
const tail = 10_000;
const firstLook = 1_000;

/**
 * order=log: a write time is an epoch and an offset, so a cell's record stands at one offset, in any partition; what it
 * superseded stands before that.
 * @param topics indexes of those that feed the table
 * @param epochOf a topic: microseconds
 * @param depth offsets that are searched for an earlier record
 */
export async function searchLogOrder(
  question: Question,
  cells: readonly AskedCell[],
  {
    topics,
    epochOf,
    depth,
  }: { topics: readonly number[]; epochOf: (topic: number) => number; depth: number },
  context: CommandContext,
): Promise<LogSearch> {
  const partitions = topics.flatMap((topic) =>
    (question.ends[topic]?.partitions ?? []).map((partition) => ({ topic, ...partition })),
  );
  const end = Math.max(0, ...partitions.map(({ topic, high }) => epochOf(topic) + high));
  const least = Math.min(...partitions.map(({ topic, low }) => epochOf(topic) + low));
  const covered = new Covered();
  const events: RowEvent[] = [];
  const gaps: EventRange[] = [];
  /** Write times, the last one not included. */
  const read = async (spans: readonly (readonly [from: number, to: number])[]): Promise<void> => {
    for (const [from, to] of spans) {
      const ranges = partitions.flatMap(({ topic, partition, low, high }) =>
        covered.add({
          topic,
          partition,
          from: Math.max(low, Math.ceil(from - epochOf(topic))),
          to: Math.min(high, Math.ceil(to - epochOf(topic))),
        }),
      );
      for (let layer = ranges; layer.length > 0;) {
        const some = layer.filter(
          (one, index) =>
            layer.findIndex((each) => each.topic === one.topic && each.partition === one.partition) === index,
        );
        const found = await readEvents(question, some, context);
        events.push(...found.events);
        gaps.push(...found.gaps);
        layer = layer.filter((each) => !some.includes(each));
      }
    }
  };
  const written = cells.flatMap(({ writeTime, error }) =>
    writeTime === undefined ? [] : [[writeTime - error, writeTime + error + 1] as const],
  );
  await read([
    ...written,
    ...partitions.map(({ topic, high }) => [epochOf(topic) + high - tail, epochOf(topic) + high] as const),
  ]);
  const topOf = ({ writeTime, error }: AskedCell): number =>
    writeTime === undefined ? end : Math.min(end, writeTime - error);
  const from = cells.map(topOf);
  for (let look = firstLook; ; look = Math.min(depth, look * 8)) {
    const open = cells.flatMap((cell, index) => {
      const isSettled = hasPredecessor(cell, historyFrom(events, cell, from[index] ?? 0));
      return isSettled || (from[index] ?? 0) <= least ? [] : [index];
    });
    if (open.length === 0) break;
    for (const index of open) {
      const top = topOf(cells[index] ?? { writeTime: undefined, error: 0, cellOf: () => undefined });
      await read([[top - look, top]]);
      from[index] = top - look;
    }
    if (look >= depth) break;
  }
  const isGone = ({ writeTime = end }: AskedCell): boolean =>
    partitions.some(
      ({ topic, low }) => low > 0 && writeTime >= epochOf(topic) && writeTime < epochOf(topic) + low,
    ) ||
    gaps.some((gap) => writeTime >= epochOf(gap.topic) + gap.from && writeTime < epochOf(gap.topic) + gap.to);
  return {
    events,
    from: from.map((each) => (each <= least ? -Infinity : each)),
    isBeforeLog: cells.map(isGone),
    // A write time says the offset: a gap elsewhere has not written the cell.
    hasGaps: false,
  };
}

/** The offsets that were read, so that none is read twice. */
class Covered {
  readonly #ranges: EventRange[] = [];

  /** What of a range is not covered yet; it is from now on. */
  add(range: EventRange): readonly EventRange[] {
    let left = range.to > range.from ? [range] : [];
    for (const known of this.#ranges) {
      if (known.topic !== range.topic || known.partition !== range.partition) continue;
      left = left
        .flatMap((each) => [
          { ...each, to: Math.min(each.to, known.from) },
          { ...each, from: Math.max(each.from, known.to) },
        ])
        .filter(({ from, to }) => to > from);
    }
    this.#ranges.push(...left);
    return left;
  }
}
