import type { AbortedTransaction } from "./fetch-response.js";
import { isAbortMarker, type RecordBatch } from "./record-batch.js";

/**
 * The batches of one fetch without those of aborted transactions, as a consumer with read_committed drops them. A
 * producer's batches are dropped from the first offset of an aborted transaction up to its marker.
 */
export function committedBatches(
  batches: readonly RecordBatch[],
  transactions: readonly AbortedTransaction[],
): readonly RecordBatch[] {
  const waiting = [...transactions].sort((left, right) => left.firstOffset - right.firstOffset);
  const aborted = new Set<number>();
  return batches.filter((batch) => {
    while ((waiting[0]?.firstOffset ?? Infinity) <= batch.lastOffset) {
      aborted.add(waiting.shift()?.producerId ?? -1);
    }
    if (batch.control) {
      if (isAbortMarker(batch)) aborted.delete(batch.producerId);
      return true;
    }
    return !batch.transactional || !aborted.has(batch.producerId);
  });
}
