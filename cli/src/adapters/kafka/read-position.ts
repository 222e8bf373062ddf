import { ServiceError } from "../../errors.js";
import type { ReadRequest } from "../../ports/kafka.js";
import { committedBatches } from "./committed-batches.js";
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

/** Offsets of a partition, `from` included, `to` not. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/** What a fetch brought for one partition. */
export interface Advance {
  readonly batches: readonly RecordBatch[];
  /** Offsets before them, or up to the end, that hold neither records nor transaction markers. */
  readonly gaps: readonly OffsetRange[];
}

interface Delivery extends Advance {
  readonly position: ReadPosition;
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
): Advance {
  if (fetched === undefined) return { batches: [], gaps: [] };
  const batches = [...splitBatches(fetched.recordSet)].filter((batch) => batch.baseOffset < position.to);
  const gaps: OffsetRange[] = [];
  for (const batch of batches) {
    if (batch.baseOffset > position.next) gaps.push({ from: position.next, to: batch.baseOffset });
    position.next = Math.max(position.next, batch.lastOffset + 1);
  }
  if (conclusive && fetched.recordSet.length === 0 && fetched.highWatermark >= position.to) {
    gaps.push({ from: position.next, to: position.to });
    position.next = position.to;
  }
  return { batches: committedBatches(batches, fetched.aborted), gaps };
}

/**
 * Calls the request's `onGap` and `onRecords` in the order of offsets.
 * @throws ServiceError for a batch that cannot be read, and CallerError for what the request's functions throw
 */
export function deliver({ position, batches, gaps, from }: Delivery, request: ReadRequest): void {
  const { partition } = position;
  const caller = guarded(request);
  const waiting = [...gaps];
  const tellGapsBefore = (offset: number): void => {
    while ((waiting[0]?.from ?? Infinity) < offset) {
      const gap = waiting.shift();
      if (gap !== undefined) caller.onGap({ partition, ...gap });
    }
  };
  for (const batch of batches) {
    tellGapsBefore(batch.baseOffset);
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
    // The log cleaner keeps a batch's range of offsets, and removes records from it.
    const isThinned = !batch.control && batch.recordCount <= batch.lastOffset - batch.baseOffset;
    if (isThinned) {
      const range = {
        from: Math.max(batch.baseOffset, from),
        to: Math.min(batch.lastOffset + 1, position.to),
      };
      deliverThinned(records, partition, range, caller);
    } else if (records.length > 0) caller.onRecords(records);
  }
  tellGapsBefore(Infinity);
}

/** A gap before each record that does not follow the one before, and after the last one. */
function deliverThinned(
  records: readonly KafkaRecord[],
  partition: number,
  { from, to }: OffsetRange,
  caller: Caller,
): void {
  let next = from;
  for (const record of records) {
    if (record.offset > next) caller.onGap({ partition, from: next, to: record.offset });
    caller.onRecords([record]);
    next = record.offset + 1;
  }
  if (next < to) caller.onGap({ partition, from: next, to });
}

type Caller = Required<Pick<ReadRequest, "onRecords" | "onGap">>;

/** The request's functions, whose errors are not Kafka's. */
function guarded({ onRecords, onGap }: ReadRequest): Caller {
  const calling = (call: () => void): void => {
    try {
      call();
    } catch (error) {
      throw new CallerError(error);
    }
  };
  return {
    onRecords: (records) => calling(() => onRecords(records)),
    onGap: (gap) => calling(() => onGap?.(gap)),
  };
}
