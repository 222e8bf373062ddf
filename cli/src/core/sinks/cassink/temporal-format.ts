import { instantOf, resolveFields } from "../../java/date-time.js";
import {
  compilePattern,
  isConstant,
  isoDate,
  UnsupportedPattern,
  dateWords,
  type CompiledPattern,
} from "../../java/date-time-formatter.js";
import type { Zone } from "../../java/zone.js";
import { javaStrip } from "../../java/text.js";
import { RecordRefusal, UnpredictableValue } from "../../refusal.js";

/** Nanoseconds since 1970, and the zone in which to read them. */
export interface ZonedInstant {
  readonly instant: bigint;
  readonly zone: Zone;
}

/** One of `codec.timestamp`, `codec.date` and `codec.time`, as the Cassink sink reads it. */
export interface TemporalFormat {
  /** Why this format is not modelled; then {@link parse} throws UnpredictableValue. */
  readonly unsupported?: string;
  /** UNITS_SINCE_EPOCH: numbers and their texts count units since 1970. */
  readonly countsUnits: boolean;
  /** Whether it is a pattern, or a constant of DateTimeFormatter, by which times are also written. */
  readonly isPattern: boolean;
  /** Undefined for what is not of the format. A date without a time is its midnight, a time without a date is of 1970-01-01. */
  readonly parse: (text: string) => ZonedInstant | undefined;
}

export function temporalFormat(pattern: string, locale: string, zone: Zone): TemporalFormat {
  if (pattern === "UNITS_SINCE_EPOCH") return { countsUnits: true, isPattern: false, parse: () => undefined };
  try {
    const isCql = pattern === "CQL_TIMESTAMP";
    const compiled = isCql ? cqlTimestamp(locale) : compilePattern(pattern, locale);
    return {
      countsUnits: false,
      isPattern: !isCql,
      parse: parser(compiled, isCql || isConstant(pattern), zone),
    };
  } catch (error) {
    if (!(error instanceof UnsupportedPattern)) throw error;
    const unsupported = error.message;
    const parse = (): never => {
      throw new UnpredictableValue("not modelled", unsupported);
    };
    return { countsUnits: false, isPattern: true, unsupported, parse };
  }
}

function parser(
  { expression, words, ignoresCase }: CompiledPattern,
  strict: boolean,
  zone: Zone,
): TemporalFormat["parse"] {
  return (given) => {
    const text = javaStrip(given);
    const groups = expression.exec(text)?.groups;
    if (groups === undefined) return undefined;
    try {
      const named = resolveFields(groups, { words, strict, ignoresCase, text });
      if (named.date === undefined && named.time === undefined) return undefined;
      const effective = named.zone ?? zone;
      const { date = 0, time = 0n } = named;
      return { instant: instantOf({ date, time }, effective), zone: effective };
    } catch (error) {
      if (error instanceof RecordRefusal) return undefined;
      throw error;
    }
  };
}

/**
 * All forms of CQL's timestamps in one pattern: the time and the zone may be left out. Unlike the DataStax sink, this
 * one reads an offset before a zone's name, ignores case, and wants a digit after the point.
 */
function cqlTimestamp(locale: string): CompiledPattern {
  const time = "(?<hour>\\d\\d):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:\\.(?<fraction>\\d{1,9}))?)?";
  const zone = " ?(?<offset>Z|[+-]\\d\\d(?::?[0-5]\\d)?)?(?<zone>[A-Za-z][A-Za-z0-9/_+:-]*)?";
  return {
    expression: new RegExp(`^${isoDate}(?:T? ?${time})?${zone}$`, "iu"),
    words: dateWords(locale),
    ignoresCase: true,
  };
}
