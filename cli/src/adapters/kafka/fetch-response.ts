import { int64 } from "./record-batch.js";

export interface FetchedPartition {
  readonly partition: number;
  /** Kafka's error code; 0 for success. */
  readonly errorCode: number;
  readonly highWatermark: number;
  /** The first offset of the oldest transaction that is open, or the high watermark: read_committed ends there. */
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  /** Only of a fetch with read_committed: transactions in this range that were aborted. */
  readonly aborted: readonly AbortedTransaction[];
  readonly recordSet: Buffer;
}

export interface AbortedTransaction {
  readonly producerId: number;
  /** Of its first record in this partition. */
  readonly firstOffset: number;
}

export interface FetchResponse {
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

/** Reads a Fetch response of version 11. Record sets are views of `bytes` and are not decoded here. */
export function decodeFetchResponse(bytes: Buffer): FetchResponse {
  const clientSideThrottleTime = bytes.readInt32BE(0);
  const errorCode = bytes.readInt16BE(4);
  const partitions: FetchedPartition[] = [];
  let at = 14;
  for (let topics = bytes.readInt32BE(10); topics > 0; topics--) {
    at += 2 + bytes.readInt16BE(at);
    const count = bytes.readInt32BE(at);
    at += 4;
    for (let index = 0; index < count; index++) {
      const transactions = Math.max(0, bytes.readInt32BE(at + 30));
      const setAt = at + 34 + transactions * 16 + 4;
      const length = Math.max(0, bytes.readInt32BE(setAt));
      partitions.push({
        partition: bytes.readInt32BE(at),
        errorCode: bytes.readInt16BE(at + 4),
        highWatermark: int64(bytes, at + 6),
        lastStableOffset: int64(bytes, at + 14),
        logStartOffset: int64(bytes, at + 22),
        aborted: abortedTransactions(bytes, at + 34, transactions),
        recordSet: bytes.subarray(setAt + 4, setAt + 4 + length),
      });
      at = setAt + 4 + length;
    }
  }
  return { clientSideThrottleTime, errorCode, partitions };
}

function abortedTransactions(bytes: Buffer, at: number, count: number): readonly AbortedTransaction[] {
  return Array.from({ length: count }, (_, index) => ({
    producerId: int64(bytes, at + index * 16),
    firstOffset: int64(bytes, at + index * 16 + 8),
  }));
}
