import type { KafkaRecord } from "../../core/kafka/record.js";
import type { SentRecord } from "../../ports/kafka.js";

/** Which of the records that were sent are told to be durable. A receipt may come before the broker's acknowledgement. */
export interface Awaited {
  /** Milliseconds from sending to the receipt, of each record that is told. */
  readonly latencies: readonly number[];
  /** Records that are not told. */
  readonly missing: number;
  /** Of the records that are told: those that the sink was not given, for a transform drops them. */
  readonly dropped: number;
  /** Of the records that are told: those that may have been refused. */
  readonly doubtful: number;
  /** Places of those that are not told, at most `count`. */
  firstMissing(count: number): readonly { readonly partition: number; readonly offset: number }[];
  /**
   * @param places in the order of sending: no record of an earlier one follows
   * @param sentAt milliseconds since the Unix epoch
   */
  sent(places: readonly SentRecord[], sentAt: number): void;
  /** A record of the topic of receipts, and when it came. */
  came(record: KafkaRecord, at: number): void;
  /**
   * Records before this offset get no receipt any more: the connector has gone on without.
   * @returns how many that are
   */
  passed(partition: number, committed: number): number;
}
