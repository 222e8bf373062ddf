import { InputError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";
import type { PlannedTopic } from "../plan.js";
import type { AskedCell, LogSearch } from "./asked-cell.js";
import type { TimedTopic } from "./first-offsets.js";
import type { Question } from "./read-events.js";
import { searchLogOrder } from "./search-log-order.js";
import { searchTimeOrder } from "./search-time-order.js";

export interface SearchedLog extends LogSearch {
  /** Whether a sink counts the records of a row and millisecond. */
  readonly counts: boolean;
  /** Whether topics were read as a whole, as their records bring their write times. */
  readonly wholeTopics: boolean;
}

/** Searches each topic that feeds the table by the rule that gives its records their write times. */
export async function searchLog(
  question: Question,
  planned: readonly PlannedTopic[],
  cells: readonly AskedCell[],
  depth: number,
  context: CommandContext,
): Promise<SearchedLog> {
  const fed = planned.map((topic, index) => fedTopic(topic, index, question));
  const inLog = fed.filter(({ epoch, mapsTimes }) => epoch !== undefined && !mapsTimes);
  const timed = fed.filter((topic) => !inLog.includes(topic));
  const epochs = new Map(inLog.map(({ index, epoch = 0 }) => [index, epoch]));
  const searches: LogSearch[] = [];
  if (inLog.length > 0) {
    const topics = inLog.map(({ index }) => index);
    const epochOf = (topic: number): number => epochs.get(topic) ?? 0;
    searches.push(await searchLogOrder(question, cells, { topics, epochOf, depth }, context));
  }
  if (timed.length > 0)
    searches.push(await searchTimeOrder(question, cells, { topics: timed, depth }, context));
  return {
    events: searches.flatMap(({ events }) => events),
    from: cells.map((_, index) =>
      Math.max(-Infinity, ...searches.map(({ from }) => from[index] ?? -Infinity)),
    ),
    isBeforeLog: cells.map((_, index) => searches.some(({ isBeforeLog }) => isBeforeLog[index] === true)),
    hasGaps: searches.some(({ hasGaps }) => hasGaps),
    counts: timed.some(({ counts }) => counts),
    wholeTopics: timed.some(({ mapsTimes }) => mapsTimes),
  };
}

/** A topic that feeds the table; with order=log, its epoch in microseconds. */
function fedTopic(
  { topic, isolation, connector }: PlannedTopic,
  index: number,
  { feeds, keyspace, table }: Question,
): TimedTopic & { readonly epoch: number | undefined } {
  const feed = feeds.find(({ carrier }) => carrier.name === connector);
  const settings = feed?.topics.find((each) => each.topic === topic);
  const times = feed?.sink.writeTimes;
  return {
    index,
    topic,
    isolation,
    mapsTimes:
      settings?.tables.some(
        (each) =>
          each.keyspace === keyspace &&
          each.table === table &&
          each.mapping?.entries.some(({ target }) => target === "timestamp") === true,
      ) === true,
    counts: times?.order === "time",
    epoch: times?.order === "log" ? knownEpoch(times["order.epoch"]) : undefined,
  };
}

/** @throws InputError where it is not fixed yet, and each write time may be any offset's */
function knownEpoch(text: string): number {
  const epoch = Number(text);
  if (epoch >= 0) return epoch;
  throw new InputError(
    "with order=log a write time names an offset only beside the epoch, which is not known",
    {
      where: "order.epoch",
      hint: "it is fixed when the connector is deployed; write it into the pipeline file if the connector is gone",
    },
  );
}
