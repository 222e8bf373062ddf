import { ServiceError } from "../../errors.js";
import type { ReadRequest } from "../../ports/kafka.js";
import type { FetchedPartition } from "./fetch-response.js";
import { CallerError } from "./service-error.js";
import { type RecordBatch, recordsOf, splitBatches } from "./record-batch.js";
import { type KafkaRecord, positionText } from "../../core/kafka/record.js";

/** A range of offsets of one partition (`from` included, `to` not) and the offset to fetch next. */
export interface ReadPosition {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  next: number;
}

interface Delivery {
  readonly position: ReadPosition;
  readonly batches: readonly RecordBatch[];
  /** Records with lower offsets are skipped: a fetch returns the whole batch that contains the requested offset. */
  readonly from: number;
}

/**
 * Moves a position past the fetched batches. It goes by the batch headers and not by the records, because the last
 * offsets of a batch or of the log may have no record (transaction markers, compaction).
 * @param conclusive the broker had room in its answer for this partition; if it then returns nothing, although the high
 * watermark is at or past the end of the range, the rest of the range has no records
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

/**
 * Calls the request's `onRecords` for each batch.
 * @throws ServiceError for a batch that cannot be read, and CallerError for what `onRecords` throws
 */
export function deliver({ position, batches, from }: Delivery, request: ReadRequest): void {
  for (const batch of batches) {
    let records: KafkaRecord[];
    try {
      records = recordsOf(batch, position.partition, from, position.to);
    } catch (cause) {
      throw new ServiceError("Kafka", `a batch of records cannot be read: ${(cause as Error).message}`, {
        where: positionText(request.topic, position.partition, batch.baseOffset),
        lines: [`compression ${batch.compression}, ${batch.recordCount} records`],
        cause,
      });
    }
    if (records.length === 0) continue;
    try {
      request.onRecords(records);
    } catch (error) {
      throw new CallerError(error);
    }
  }
}
