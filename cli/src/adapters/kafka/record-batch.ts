import { type Compression, compressions, decompress } from "./decompression.js";
import type { KafkaRecord, RecordHeader } from "../../core/kafka/record.js";

/** Header of a record batch (format 2), with its records still undecoded in `payload`. Offsets are exact up to 2^53. */
export interface RecordBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly recordCount: number;
  readonly compression: Compression;
  /** A transaction marker, and no records. */
  readonly control: boolean;
  readonly transactional: boolean;
  readonly producerId: number;
  readonly baseTimestamp: number;
  /** One timestamp for the whole batch, when the topic has message.timestamp.type=LogAppendTime. */
  readonly appendTimestamp: number | undefined;
  readonly payload: Buffer;
}

const headerLength = 61;
const lengthEnd = 12;

/**
 * Splits the record set of a fetch into batches and reads their headers. The size limit of a fetch may cut off the last
 * batch: it is left out, and the next fetch returns it.
 */
export function* splitBatches(set: Buffer): Generator<RecordBatch> {
  let at = 0;
  while (at + headerLength <= set.length) {
    const end = at + lengthEnd + set.readInt32BE(at + 8);
    const magic = set.readInt8(at + 16);
    if (magic !== 2) throw new Error(`message format ${magic} (older than Kafka 0.11) cannot be read`);
    if (end > set.length) return;
    yield header(set, at, end);
    at = end;
  }
}

function header(set: Buffer, at: number, end: number): RecordBatch {
  const attributes = set.readInt16BE(at + 21);
  const compression = compressions[attributes & 0b111];
  if (compression === undefined) throw new Error(`compression ${attributes & 0b111} is unknown`);
  const baseOffset = int64(set, at);
  return {
    baseOffset,
    lastOffset: baseOffset + set.readInt32BE(at + 23),
    recordCount: set.readInt32BE(at + 57),
    compression,
    control: (attributes & 0x20) !== 0,
    transactional: (attributes & 0x10) !== 0,
    producerId: int64(set, at + 43),
    baseTimestamp: int64(set, at + 27),
    appendTimestamp: (attributes & 0x8) === 0 ? undefined : int64(set, at + 35),
    payload: set.subarray(at + headerLength, end),
  };
}

/**
 * The records of a batch with `from <= offset < to`, without control records (transaction markers). Keys and values are
 * views of the fetched bytes: keeping one of them keeps the whole fetch in memory.
 */
export function recordsOf(batch: RecordBatch, partition: number, from: number, to: number): KafkaRecord[] {
  if (batch.control || batch.recordCount === 0) return [];
  const reader = new RecordReader(decompress(batch.compression, batch.payload));
  const records: KafkaRecord[] = [];
  for (let index = 0; index < batch.recordCount; index++) {
    const record = reader.record(batch, partition);
    if (record.offset >= from && record.offset < to) records.push(record);
  }
  return records;
}

/** Whether a transaction marker aborts. Its key holds a version and the kind of marker, as 16-bit integers: 0 is abort. */
export function isAbortMarker(batch: RecordBatch): boolean {
  if (!batch.control) return false;
  const { key } = new RecordReader(decompress(batch.compression, batch.payload)).record(batch, 0);
  return key !== null && key.length >= 4 && Buffer.from(key).readInt16BE(2) === 0;
}

/** Reads records of format 2: integers are zigzag varints, and the length -1 means null. */
class RecordReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  record(batch: RecordBatch, partition: number): KafkaRecord {
    const length = this.#integer();
    const end = this.#at + length;
    if (length < 0 || end > this.#bytes.length) throw new Error("a record is longer than its batch");
    this.#at += 1;
    const timestamp = batch.baseTimestamp + this.#integer();
    const offset = batch.baseOffset + this.#integer();
    const key = this.#field();
    const value = this.#field();
    const headers = this.#headers();
    this.#at = end;
    return { partition, offset, timestamp: batch.appendTimestamp ?? timestamp, key, value, headers };
  }

  #headers(): readonly RecordHeader[] {
    const count = this.#integer();
    if (count <= 0) return noHeaders;
    const headers: RecordHeader[] = [];
    for (let index = 0; index < count; index++) {
      headers.push({ key: this.#field()?.toString("utf8") ?? "", value: this.#field() });
    }
    return headers;
  }

  #field(): Buffer | null {
    const length = this.#integer();
    if (length < 0) return null;
    const start = this.#at;
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }

  /** A zigzag varint of up to 64 bits; exact up to 2^53, which timestamps and lengths never exceed. */
  #integer(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error("a record ends in the middle of a number");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

const noHeaders: readonly RecordHeader[] = [];

/** A signed 64-bit integer as a number; exact up to 2^53. */
export function int64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
}
