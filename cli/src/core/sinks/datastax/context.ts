import type { JavaNumber } from "../../java/number.js";
import type { NumberFormat } from "../../java/number-format.js";
import type { UnitOfTime } from "../../java/time-unit.js";
import type { Zone } from "../../java/zone.js";

/** What a temporal text says; instants are nanoseconds since 1970. */
export interface Temporal {
  readonly instant?: bigint;
  /** Days since 1970. */
  readonly date?: number;
  /** Nanoseconds since midnight. */
  readonly time?: bigint;
}

/** One of `codec.timestamp`, `codec.date` and `codec.time`. */
export interface TemporalFormat {
  /** Why this format cannot be judged; then the others throw UnpredictableValue. */
  readonly unsupported?: string;
  /** Null for an empty text. Refuses what the format does not read. */
  readonly parse: (text: string) => Temporal | null;
  /** A number as it stands, where the format counts units since 1970; elsewhere its text is parsed. */
  readonly fromNumber?: (value: JavaNumber) => Temporal;
  /** For a text that might be a time: its instant, or undefined. */
  readonly tryInstant: (text: string) => bigint | undefined;
}

/** The codec settings of a topic, made ready for use. */
export interface CodecContext {
  readonly numberFormat: NumberFormat;
  readonly zone: Zone;
  readonly unit: UnitOfTime;
  readonly timestamp: TemporalFormat;
  readonly date: TemporalFormat;
  readonly time: TemporalFormat;
}
