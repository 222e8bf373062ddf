import type { KafkaRecord, OutgoingRecord } from "../kafka/record.js";
import { type ControlRecord, controlText, payloadOf, readControlKey } from "./control-record.js";

/** Bytes of a payload that one record holds: brokers take records up to 1 MiB. */
const pieceSize = 700_000;

const none = Buffer.alloc(0);

/** The records of a topic that carry a control record and its payload, to be sent in their order by one call. */
export function controlMessages(
  record: ControlRecord,
  payload: Uint8Array | undefined,
  time: number,
): readonly OutgoingRecord[] {
  const whole = payload ?? none;
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < whole.length; at += pieceSize) pieces.push(whole.subarray(at, at + pieceSize));
  const last = pieces.pop() ?? null;
  const piece = controlText({ kind: "piece", of: payloadOf(record) });
  return [
    ...pieces.map((value) => ({ key: piece, value, timestamp: time, partition: 0 })),
    { key: controlText({ ...record, pieces: pieces.length }), value: last, timestamp: time, partition: 0 },
  ];
}

export interface ReceivedRecord {
  readonly record: ControlRecord;
  /** Empty where it has none. */
  readonly payload: Buffer;
}

/** Puts records of the control topic together again. */
export class ControlReader {
  readonly #pieces = new Map<string, Buffer[]>();

  /** Undefined for a record that is a piece, or none of ours. The payload is a copy. */
  take({ key, value }: Pick<KafkaRecord, "key" | "value">): ReceivedRecord | undefined {
    const read = key === null ? undefined : readControlKey(Buffer.from(key).toString());
    if (read === undefined) return undefined;
    if (read.kind === "piece") {
      const known = this.#pieces.get(read.of);
      const piece = Buffer.from(value ?? none);
      if (known === undefined) this.#pieces.set(read.of, [piece]);
      else known.push(piece);
      return undefined;
    }
    const { pieces: count, ...record } = read;
    const before = this.#pieces.get(payloadOf(record)) ?? [];
    if (record.kind === "done" || record.kind === "join") this.#pieces.delete(payloadOf(record));
    if (before.length < count) return undefined;
    const payload = Buffer.concat([...(count === 0 ? [] : before.slice(-count)), value ?? none]);
    return { record, payload };
  }
}
