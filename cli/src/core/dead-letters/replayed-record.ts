import type { KafkaRecord, OutgoingRecord, RecordHeader } from "../kafka/record.js";
import { partitionOfKey } from "../kafka/partition-of-key.js";
import type { LetterOrigin } from "../kafka/dead-letter.js";
import { originText, replayHeaders, replaysOf } from "./letter.js";

/** The record of a dead letter, without what Connect and earlier replays have added. */
export interface LetterRecord {
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
  /** How often it had been replayed when it became this letter. */
  readonly replays: number;
}

export function recordOfLetter(letter: KafkaRecord): LetterRecord {
  const { timestamp, key, value } = letter;
  return { timestamp, key, value, headers: ownHeaders(letter), replays: replaysOf(letter) };
}

/**
 * The record of a dead letter as it is sent again: key, time and headers of the record, in its partition where the topic
 * has it, and else where its key leads.
 * @param partitions of the topic that it is sent to
 */
export function replayedRecord(
  { timestamp, key, headers, replays }: LetterRecord,
  value: Uint8Array | null,
  {
    origin,
    connector,
    partitions,
  }: {
    readonly origin: LetterOrigin;
    readonly connector: string;
    readonly partitions: number;
  },
): OutgoingRecord {
  const byKey = key === null ? origin.partition % partitions : partitionOfKey(key, partitions);
  return {
    key,
    value,
    timestamp,
    partition: origin.partition < partitions ? origin.partition : byKey,
    headers: [
      ...headers,
      header(replayHeaders.origin, originText(origin)),
      header(replayHeaders.connector, connector),
      header(replayHeaders.time, String(timestamp)),
      header(replayHeaders.count, String(replays + 1)),
    ],
  };
}

const header = (key: string, text: string): RecordHeader => ({ key, value: Buffer.from(text) });

/**
 * Without those of an earlier replay, and without the last of each name that Connect has added: a record that was a dead
 * letter of another connector keeps what that one said.
 */
function ownHeaders({ headers }: Pick<KafkaRecord, "headers">): readonly RecordHeader[] {
  const ours: ReadonlySet<string> = new Set(Object.values(replayHeaders));
  return headers.filter(({ key }, index) => {
    if (ours.has(key)) return false;
    const isConnects = key.startsWith("__connect.errors.");
    return !isConnects || headers.findLastIndex((other) => other.key === key) !== index;
  });
}
