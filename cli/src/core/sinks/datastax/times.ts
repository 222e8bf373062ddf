import type { CqlValue } from "../../cql/value.js";
import type { ConnectValue } from "../../records/connect-value.js";
import { refusePrimitive, type Conversion } from "./conversion.js";
import { asText, isNullOrEmpty } from "../../records/json-text.js";
import { integer, isNumber } from "../../java/number.js";
import { refuse } from "../../refusal.js";
import type { Codec } from "./codec.js";
import { epochMilliseconds, type Temporal, instantOf } from "../../java/date-time.js";
import type { TemporalFormat } from "./temporal-format.js";

const outOfRange = "the time is beyond what a timestamp holds";

/** timestamp: by `codec.timestamp`, cut to milliseconds. A field that is a number counts units since 1970 only with UNITS_SINCE_EPOCH, a whole key or value always. */
export function timestampConversion(codec: Codec): Conversion {
  const convert = (temporal: Temporal): bigint =>
    epochMilliseconds(instantOf(temporal, codec.zone), outOfRange);
  return {
    ...temporalConversion(codec.timestamp, convert),
    fromPrimitive: (value) => {
      if (typeof value === "boolean" || value instanceof Uint8Array) {
        return refuse(`${String(value)} cannot go into a timestamp column`);
      }
      return epochMilliseconds(codec.unit.toNanoseconds(integer(value, 64n, "timestamp")), outOfRange);
    },
  };
}

/**
 * date: by `codec.date`; of a number of units since 1970, the date in the codec's zone. The driver counts days in an int:
 * a date beyond the year 5881580 becomes another one.
 */
export function dateConversion(codec: Codec): Conversion {
  const convert = (temporal: Temporal): number => (temporal.date ?? refuse("the text holds no date")) | 0;
  return { ...temporalConversion(codec.date, convert), fromPrimitive: refusePrimitive("date") };
}

/** time: by `codec.time`; of a number of units since 1970, the time of day in the codec's zone. */
export function timeConversion(codec: Codec): Conversion {
  const convert = (temporal: Temporal): bigint => temporal.time ?? refuse("the text holds no time of day");
  return { ...temporalConversion(codec.time, convert), fromPrimitive: refusePrimitive("time") };
}

function temporalConversion(
  format: TemporalFormat,
  convert: (temporal: Temporal) => CqlValue,
): Pick<Conversion, "fromJson" | "fromText"> {
  const fromText = (text: string): CqlValue | null => {
    const temporal = format.parse(text);
    return temporal === null ? null : convert(temporal);
  };
  return {
    fromText,
    fromJson: (value: ConnectValue) => {
      if (isNullOrEmpty(value)) return null;
      if (format.fromNumber !== undefined && isNumber(value)) return convert(format.fromNumber(value));
      return fromText(asText(value));
    },
  };
}
