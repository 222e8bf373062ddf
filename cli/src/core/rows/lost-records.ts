import { partitionOfKey } from "../kafka/partition-of-key.js";
import type { ExpectedRows } from "./expected-rows.js";
import { unpackRow } from "./packed-row.js";
import { partitionAt, topicAt } from "./record-position.js";
import type { UnknownWrites } from "./unknown-writes.js";

/** A topic that feeds a table, and what its partitions have lost. */
export interface LossyTopic {
  /** Its index among the topics that are read. */
  readonly topic: number;
  readonly partitions: number;
  readonly losses: ReadonlyMap<number, UnknownWrites>;
  /**
   * The write time, in microseconds, of each partition's first record; undefined where write times do not follow the
   * records' times, so that none says when its partition was added.
   */
  readonly begins: ReadonlyMap<number, number> | undefined;
}

/** That fewer rows would lie where they do by chance is taken to be impossible: one in a billion. */
const oddsOfChance = 1e9;

/**
 * What records that the topics have lost may have written, by the row's key. Where each row that is known comes from the
 * partition that Java's producer chooses for the text of the first key column, and they are too many for chance (30 keys
 * in 2 partitions), the lost records of a row were in that partition, too, if there was one. Then a partition without
 * losses leaves its rows in doubt only up to its first record: before, it may have been to come, and its keys elsewhere.
 * Else any of the lost records may have written any row.
 * @param topics all that feed the table
 */
export function lostWrites(
  rows: ExpectedRows,
  topics: readonly LossyTopic[],
): ((key: string) => UnknownWrites | undefined) | undefined {
  const lossy = topics.filter(({ losses }) => losses.size > 0);
  if (lossy.length === 0) return undefined;
  const placed = new Set(lossy.filter((topic) => isPlacedByKey(rows, topic)).map(({ topic }) => topic));
  return (key) => {
    const found = lossy.map((topic) =>
      placed.has(topic.topic) ? inPartitionOf(key, topic) : latest([...topic.losses.values()]),
    );
    return latest(found.filter((writes) => writes !== undefined));
  };
}

function inPartitionOf(key: string, { partitions, losses, begins }: LossyTopic): UnknownWrites | undefined {
  const partition = partitionOfKey(firstText(key), partitions);
  const own = losses.get(partition);
  const any = own ?? latest([...losses.values()]);
  const begin = begins?.get(partition);
  if (own !== undefined || any === undefined || begin === undefined) return any;
  return { ...any, until: Math.min(any.until, begin - 1) };
}

const latest = (all: readonly UnknownWrites[]): UnknownWrites | undefined =>
  all.reduce<UnknownWrites | undefined>(
    (worst, next) => (worst !== undefined && worst.until >= next.until ? worst : next),
    undefined,
  );

function isPlacedByKey(rows: ExpectedRows, { topic, partitions, begins }: LossyTopic): boolean {
  if (begins === undefined) return false;
  const texts = new Set<string>();
  const isEnough = (): boolean => partitions ** texts.size >= oddsOfChance;
  for (const [key, row] of rows.keys()) {
    const { topicPartition } = rows.lastStamp(row);
    if (topicAt(topicPartition) !== topic) continue;
    const text = firstText(key);
    if (partitionOfKey(text, partitions) !== partitionAt(topicPartition)) return false;
    if (!isEnough()) texts.add(text);
  }
  return isEnough();
}

/** The first key column as the text that a record's key would be. */
function firstText(key: string): string {
  const cell = unpackRow(key)[0] ?? "";
  return cell.startsWith("\u0003T") ? cell.slice(2) : cell;
}
