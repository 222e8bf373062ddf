import { chainsAround } from "../../../core/sinks/cassink/chain-start.js";
import type { CommandContext } from "../../../ports/context.js";
import { type AskedCell, hasPredecessor, historyFrom, type LogSearch } from "./asked-cell.js";
import { FirstOffsets, millisecondOf, type PartitionRest, type TimedTopic } from "./first-offsets.js";
import { type Question, readEvents } from "./read-events.js";

const firstLook = 1_000;

interface TimeSearch {
  readonly topics: readonly TimedTopic[];
  /** Offsets of each partition that are searched for an earlier record. */
  readonly depth: number;
}

/**
 * Write times that are made of the records' milliseconds: all records of a millisecond or later stand behind one offset of
 * each partition, and those that are counted with them a little before. What a cell was before is searched backwards from
 * there; when a record is found, all is read again from its millisecond on, for later ones may stand anywhere behind it.
 */
export async function searchTimeOrder(
  question: Question,
  cells: readonly AskedCell[],
  { topics, depth }: TimeSearch,
  context: CommandContext,
): Promise<LogSearch> {
  const offsets = new FirstOffsets(question.ends, topics, context);
  const times = cells.flatMap(({ writeTime }) => (writeTime === undefined ? [] : [millisecondOf(writeTime)]));
  let since = times.length === 0 ? Infinity : Math.min(...times);
  /** Cells without an earlier record, and whether all records before were looked at. */
  const searched = new Map<AskedCell, boolean>();
  for (let isFirst = true; ; isFirst = false) {
    const first = await offsets.at(since);
    const starts = since === Infinity ? first : await countedStarts(first, topics, context);
    const { events, gaps } = await readEvents(question, starts, context);
    const from = starts.every((start) => start.from <= start.low) ? -Infinity : 1000 * since;
    const open = cells.filter(
      (cell) => !searched.has(cell) && !isSettled(cell, historyFrom(events, cell, from), isFirst),
    );
    const isOver = from === -Infinity || open.length === 0;
    const back = isOver ? undefined : await searchBack(question, open, first, depth, context);
    for (const cell of back?.without ?? []) searched.set(cell, back?.isWhole === true);
    if (back?.since !== undefined && back.since < since) {
      since = back.since;
      continue;
    }
    return {
      events,
      from: cells.map((cell) => (searched.get(cell) === true ? -Infinity : from)),
      isBeforeLog: await Promise.all(
        cells.map(async ({ writeTime }) =>
          writeTime === undefined ? false : offsets.isBeforeLog(millisecondOf(writeTime)),
        ),
      ),
      hasGaps: gaps.length > 0,
    };
  }
}

/**
 * The record of a row that ran over is earlier than its write time says, and may stand far before: so at first it is
 * searched for backwards, too.
 */
function isSettled(cell: AskedCell, history: ReturnType<typeof historyFrom>, isFirst: boolean): boolean {
  const { writeTime, error } = cell;
  if (!hasPredecessor(cell, history)) return false;
  if (writeTime === undefined || !isFirst) return true;
  return history.some(({ event }) => Math.abs(event.writeTime - writeTime) <= error);
}

async function countedStarts(
  first: readonly PartitionRest[],
  topics: readonly TimedTopic[],
  { kafka, signal }: CommandContext,
): Promise<readonly PartitionRest[]> {
  const starts: PartitionRest[] = [];
  for (const rest of first) {
    const fed = topics.find(({ index }) => index === rest.topic);
    if (fed?.counts !== true || rest.from === rest.low) {
      starts.push(rest);
      continue;
    }
    // From the first record of each millisecond that may still be counted on there, and of what runs over into it.
    const { partition, low, from: to } = rest;
    const { topic, isolation } = fed;
    const chains = await chainsAround(to, low, (from, onRecords) =>
      kafka.read({ topic, isolation, ranges: [{ partition, from, to }], signal, onRecords }),
    );
    starts.push({ ...rest, from: chains.openFrom });
  }
  return starts;
}

interface FoundBefore {
  /** The time of the earliest of the records that were found, one for each cell; undefined where there is none. */
  readonly since: number | undefined;
  /** Cells of which none was found. */
  readonly without: readonly AskedCell[];
  /** Whether all records before were looked at. */
  readonly isWhole: boolean;
}

/** For each cell the latest record before these offsets, in windows that grow. */
async function searchBack(
  question: Question,
  cells: readonly AskedCell[],
  first: readonly PartitionRest[],
  depth: number,
  context: CommandContext,
): Promise<FoundBefore> {
  const latest = new Map<AskedCell, number>();
  for (let seen = 0, look = Math.min(firstLook, depth); ; seen = look, look = Math.min(depth, look * 8)) {
    const windows = first.map(({ from, low, ...rest }) => ({
      ...rest,
      from: Math.max(low, from - look),
      to: Math.max(low, from - seen),
    }));
    const { events } = await readEvents(question, windows, context);
    for (const cell of cells) {
      const found = events.filter((event) => event.kind !== "uncertain" && cell.cellOf(event) !== undefined);
      const time = Math.max(latest.get(cell) ?? -Infinity, ...found.map(({ timestamp }) => timestamp));
      if (time !== -Infinity) latest.set(cell, time);
    }
    const isWhole = first.every(({ from, low }) => from - look <= low);
    if (isWhole || look >= depth || latest.size === cells.length) {
      const since = latest.size === 0 ? undefined : Math.max(0, Math.min(...latest.values()));
      return { since, without: cells.filter((cell) => !latest.has(cell)), isWhole };
    }
  }
}
