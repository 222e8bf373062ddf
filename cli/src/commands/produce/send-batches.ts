import { InputError, ServiceError } from "../../errors.js";
import type { OutgoingRecord } from "../../core/kafka/record.js";

interface SendRequest {
  readonly batches: AsyncIterable<readonly OutgoingRecord[]>;
  /** Resolves when every record of the batch is acknowledged. */
  readonly send: (records: readonly OutgoingRecord[]) => Promise<unknown>;
  readonly onAcknowledged: (total: number) => void;
}

/**
 * Sends batches one after the other, so that a retry never changes their order, and makes the next batch while
 * one is under way: no more than two are ever in memory. Returns how many records were acknowledged; an error
 * says the same number.
 */
export async function sendBatches({ batches, send, onAcknowledged }: SendRequest): Promise<number> {
  let acknowledged = 0;
  let underWay: Promise<void> = Promise.resolve();
  try {
    for await (const batch of batches) {
      await underWay;
      underWay = send(batch).then(() => {
        acknowledged += batch.length;
        onAcknowledged(acknowledged);
      });
      // Awaited in the next turn; a failure before that is no unhandled rejection.
      underWay.catch(() => undefined);
    }
    await underWay;
    return acknowledged;
  } catch (error) {
    await underWay.catch(() => undefined);
    throw withCount(error, acknowledged);
  }
}

/** The same error, which says how many records were acknowledged before it. */
export function withCount(error: unknown, acknowledged: number): unknown {
  if (!(error instanceof ServiceError || error instanceof InputError)) return error;
  const details = {
    ...(error.where === undefined ? {} : { where: error.where }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    lines: [...error.lines, ...countLine(acknowledged)],
    cause: error,
  };
  return error instanceof InputError
    ? new InputError(error.message, details)
    : new ServiceError(error.service, error.message, details);
}

/** The call that failed may have brought more of its records to the topic than were answered for. */
function countLine(acknowledged: number): readonly string[] {
  if (acknowledged === 0) return [];
  const records =
    acknowledged === 1 ? "1 record was" : `${acknowledged.toLocaleString("en-US")} records were`;
  return [`at least ${records} acknowledged before that`];
}
