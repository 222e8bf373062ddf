import type { KafkaRecord } from "../kafka/record.js";
import { letterFacts, originText } from "./letter.js";
import type { LetterState } from "./letter-groups.js";
import { strictUtf8Text } from "../java/utf8.js";

/** Bytes without a loss, and as text where they are UTF-8. */
export interface ExportedBytes {
  readonly base64: string;
  readonly text?: string;
}

/** A dead letter as a line of `dlq export`: docs/dead-letters.md. */
export interface ExportedLetter {
  /** The letter: `topic-partition@offset`. */
  readonly letter: string;
  /** The record, and its parts; absent where the letter does not say. */
  readonly origin?: string;
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: number;
  readonly connector?: string;
  /** Of the record, in milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly state: LetterState;
  readonly replays: number;
  readonly cause: string;
  readonly columns: readonly string[];
  readonly key: ExportedBytes | null;
  readonly value: ExportedBytes | null;
  /** All of the letter, Connect's too, in their order. */
  readonly headers: readonly { readonly name: string; readonly value: ExportedBytes | null }[];
}

/** @param at the letter's own place */
export function exportedLetter(letter: KafkaRecord, at: string, state: LetterState): ExportedLetter {
  const { origin, time, cause, replays } = letterFacts(letter);
  return {
    letter: at,
    ...(origin === undefined ? {} : { origin: originText(origin) }),
    ...(origin === undefined
      ? {}
      : { topic: origin.topic, partition: origin.partition, offset: origin.offset }),
    ...(origin?.connector === undefined ? {} : { connector: origin.connector }),
    timestamp: time,
    state,
    replays,
    cause: cause.text,
    columns: cause.columns,
    key: exportedBytes(letter.key),
    value: exportedBytes(letter.value),
    headers: letter.headers.map(({ key, value }) => ({ name: key, value: exportedBytes(value) })),
  };
}

function exportedBytes(bytes: Uint8Array | null): ExportedBytes | null {
  if (bytes === null) return null;
  const text = strictUtf8Text(bytes);
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  return { base64, ...(text === undefined ? {} : { text }) };
}
