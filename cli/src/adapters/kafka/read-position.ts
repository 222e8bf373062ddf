import { ServiceError } from "../../errors.js";
import type { ReadRequest } from "../../ports/kafka.js";
import type { FetchedPartition } from "./fetch-response.js";
import { type RecordBatch, recordsOf, splitBatches } from "./record-batch.js";
import type { KafkaRecord } from "../../core/kafka/record.js";

/** How far one partition has been read; `next` is the offset to fetch next. */
export interface ReadPosition {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  next: number;
}

export interface Delivery {
  readonly position: ReadPosition;
  readonly batches: readonly RecordBatch[];
  /** Offsets below were delivered before: a fetch begins with the whole batch that holds its offset. */
  readonly from: number;
}

/**
 * Moves a position past the batches that a fetch brought, by their headers: offsets may be missing at the end of
 * a batch or of the log (transaction markers, compaction), and no record ever comes for those. `conclusive` says
 * that the broker had room for this partition: then nothing fetched below the high watermark means that nothing
 * is left there.
 */
export function advance(
  position: ReadPosition,
  fetched: FetchedPartition | undefined,
  conclusive: boolean,
): readonly RecordBatch[] {
  if (fetched === undefined) return [];
  const batches = [...splitBatches(fetched.recordSet)].filter((batch) => batch.baseOffset < position.to);
  for (const batch of batches) position.next = Math.max(position.next, batch.lastOffset + 1);
  if (conclusive && fetched.recordSet.length === 0 && fetched.highWatermark >= position.to) {
    position.next = position.to;
  }
  return batches;
}

/** Hands the records to the request, batch by batch; throws a ServiceError for a batch that cannot be read. */
export function deliver({ position, batches, from }: Delivery, request: ReadRequest): void {
  for (const batch of batches) {
    let records: KafkaRecord[];
    try {
      records = recordsOf(batch, position.partition, from, position.to);
    } catch (cause) {
      throw new ServiceError("Kafka", `a batch of records cannot be read: ${(cause as Error).message}`, {
        where: `${request.topic}-${position.partition}@${batch.baseOffset}`,
        lines: [`compression ${batch.compression}, ${batch.recordCount} records`],
        cause,
      });
    }
    if (records.length > 0) request.onRecords(records);
  }
}
