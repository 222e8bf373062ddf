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
}

/**
 * What records that the topics have lost may have written, by the row's key. Where each row that is known comes from the
 * partition that Java's producer chooses for the text of the first key column, the lost records of a row were in that
 * partition, too: then a partition without losses leaves its rows without doubt. Else any of them may have written any
 * row.
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
    const found = lossy.flatMap(({ topic, partitions, losses }) => {
      if (!placed.has(topic)) return [...losses.values()];
      return losses.get(partitionOfKey(firstText(key), partitions)) ?? [];
    });
    return found.reduce<UnknownWrites | undefined>(
      (worst, next) => (worst !== undefined && worst.until >= next.until ? worst : next),
      undefined,
    );
  };
}

function isPlacedByKey(rows: ExpectedRows, { topic, partitions }: LossyTopic): boolean {
  let seen = false;
  for (const [key, row] of rows.keys()) {
    const { topicPartition } = rows.lastStamp(row);
    if (topicAt(topicPartition) !== topic) continue;
    if (partitionOfKey(firstText(key), partitions) !== partitionAt(topicPartition)) return false;
    seen = true;
  }
  return seen;
}

/** The first key column as the text that a record's key would be. */
function firstText(key: string): string {
  const cell = unpackRow(key)[0] ?? "";
  return cell.startsWith("\u0003T") ? cell.slice(2) : cell;
}
