import type { KafkaRecord } from "./record.js";
import type { IsolationLevel } from "./topic.js";

/** What reads ranges of a topic, as the port of Kafka does. */
export interface RangeReader {
  read(request: {
    readonly topic: string;
    /** `from` included, `to` not. */
    readonly ranges: readonly { readonly partition: number; readonly from: number; readonly to: number }[];
    readonly signal: AbortSignal;
    readonly isolation?: IsolationLevel;
    readonly onRecords: (records: readonly KafkaRecord[]) => void;
  }): Promise<void>;
}
