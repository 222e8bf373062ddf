import type { CqlValue } from "../../cql/value.js";
import type { ConnectValue } from "../../records/connect-value.js";
import type { CodecContext, Temporal, TemporalFormat } from "./context.js";
import { noPrimitive, refuse, type Conversion } from "./conversion.js";
import { asText, isNullOrEmpty } from "../../records/json-text.js";
import { integer, isNumber } from "../../java/number.js";
import { instantOf } from "./temporal-format.js";

const nanosecondsPerMillisecond = 1_000_000n;

/** timestamp: by `codec.timestamp`; a number only where that is UNITS_SINCE_EPOCH. Cut to milliseconds. */
export function timestampConversion(context: CodecContext): Conversion {
  const convert = (temporal: Temporal): bigint => milliseconds(instantOf(temporal, context.zone));
  return {
    ...temporalConversion(context.timestamp, convert),
    fromPrimitive: (value) => {
      if (typeof value === "boolean" || value instanceof Uint8Array) {
        return refuse(`${String(value)} cannot go into a timestamp column`);
      }
      return milliseconds(context.unit.toNanoseconds(integer(value, 64n, "timestamp")));
    },
  };
}

/** date: by `codec.date`; of a number of units since 1970, the date in the codec's zone. */
export function dateConversion(context: CodecContext): Conversion {
  const convert = (temporal: Temporal): number => temporal.date ?? refuse("the text holds no date");
  return { ...temporalConversion(context.date, convert), fromPrimitive: noPrimitive("date") };
}

/** time: by `codec.time`; of a number of units since 1970, the time of day in the codec's zone. */
export function timeConversion(context: CodecContext): Conversion {
  const convert = (temporal: Temporal): bigint => temporal.time ?? refuse("the text holds no time of day");
  return { ...temporalConversion(context.time, convert), fromPrimitive: noPrimitive("time") };
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

function milliseconds(instant: bigint): bigint {
  const rest =
    ((instant % nanosecondsPerMillisecond) + nanosecondsPerMillisecond) % nanosecondsPerMillisecond;
  const value = (instant - rest) / nanosecondsPerMillisecond;
  return BigInt.asIntN(64, value) === value ? value : refuse("the time is beyond what a timestamp holds");
}
