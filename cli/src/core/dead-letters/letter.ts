import { letterOrigin, type LetterOrigin } from "../kafka/dead-letter.js";
import { type KafkaRecord, positionText } from "../kafka/record.js";
import { letterCause, type LetterCause } from "./cause.js";

/** The headers by which a replayed record says what it is. Connect copies them into its letter, if it gets one. */
export const replayHeaders = {
  /** The record that was replayed: `topic-partition@offset`. */
  origin: "cassink.replay.origin",
  /** The connector whose letter it was. */
  connector: "cassink.replay.connector",
  /** The time of the record, in milliseconds since the Unix epoch: the topic that it is sent to may give it another. */
  time: "cassink.replay.time",
  /** How often it was replayed, this time included. */
  count: "cassink.replay.count",
} as const;

/** What is read of a dead letter to group and choose it. */
export interface LetterFacts {
  /** Undefined where its headers do not say which record it is of. */
  readonly origin: LetterOrigin | undefined;
  /** Of the record, in milliseconds since the Unix epoch: Connect keeps it in the letter. */
  readonly time: number;
  readonly cause: LetterCause;
  /** How often the record had been replayed when it became this letter. */
  readonly replays: number;
}

export function letterFacts(letter: KafkaRecord): LetterFacts {
  const text = (name: string): string | undefined => headerText(letter, `__connect.errors.exception.${name}`);
  return {
    origin: letterOrigin(letter),
    time: letter.timestamp,
    cause: letterCause(text("message"), text("stacktrace")),
    replays: replaysOf(letter),
  };
}

/** The last header of the name as text; undefined where there is none, or it has no value. */
export function headerText({ headers }: Pick<KafkaRecord, "headers">, name: string): string | undefined {
  const value = headers.findLast(({ key }) => key === name)?.value;
  return value === null || value === undefined ? undefined : Buffer.from(value).toString("utf8");
}

export function replaysOf(record: Pick<KafkaRecord, "headers">): number {
  const count = Number(headerText(record, replayHeaders.count) ?? "0");
  return Number.isSafeInteger(count) && count > 0 ? count : 0;
}

export function originText({ topic, partition, offset }: LetterOrigin): string {
  return positionText(topic, partition, offset);
}

/**
 * Names a record among all that letters are of: `topic-partition@offset/time`. A record of another time at the same place
 * is another one: its topic was made again.
 */
export const recordName = (at: string, time: number): string => `${at}/${time}`;

/** Whether the letter is of this connector: several may share a topic. One that names none may be of any. */
export function isOf(origin: LetterOrigin | undefined, connector: string | undefined): boolean {
  return (
    connector === undefined ||
    origin === undefined ||
    origin.connector === undefined ||
    origin.connector === connector
  );
}
