import {
  instantOf,
  localDateTime,
  resolveFields,
  type CapturedFields,
  type ResolveOptions,
  type Temporal,
} from "../../java/date-time.js";
import {
  compilePattern,
  isoDate,
  isoTime,
  UnsupportedPattern,
  dateWords,
  type CompiledPattern,
} from "../../java/date-time-formatter.js";
import type { NumberFormat } from "../../java/number-format.js";
import { integer, type JavaNumber } from "../../java/number.js";
import { javaTrim } from "../../java/text.js";
import type { EpochUnit } from "../../java/time-unit.js";
import type { Zone } from "../../java/zone.js";
import { RecordRefusal, refuse, UnpredictableValue } from "../../refusal.js";

/** One of `codec.timestamp`, `codec.date` and `codec.time`, as the DataStax sink reads it. */
export interface TemporalFormat {
  /** Why this format is not modelled; then its functions throw UnpredictableValue. */
  readonly unsupported?: string;
  /** Null for an empty text. Refuses a text that is not of the format. */
  readonly parse: (text: string) => Temporal | null;
  /** Only for UNITS_SINCE_EPOCH: for other formats, the text of a number is parsed. */
  readonly fromNumber?: (value: JavaNumber) => Temporal;
  /** Nanoseconds since 1970 of a text that is of the format; else undefined. */
  readonly tryInstant: (text: string) => bigint | undefined;
}

interface TemporalSettings {
  readonly locale: string;
  readonly zone: Zone;
  readonly unit: EpochUnit;
  readonly numberFormat: NumberFormat;
  /** A text without an offset is of the settings' zone: true for timestamps, false for dates and times. */
  readonly zoned: boolean;
}

/** The format that a codec setting names: UNITS_SINCE_EPOCH, CQL_TIMESTAMP, or a DateTimeFormatter's. */
export function temporalFormat(pattern: string, settings: TemporalSettings): TemporalFormat {
  if (pattern === "UNITS_SINCE_EPOCH") return withInstants(numericFormat(settings), settings);
  try {
    const reader =
      pattern === "CQL_TIMESTAMP"
        ? textFormat(cqlTimestamp(settings.locale), { ...settings, zoned: true }, true)
        : textFormat(compilePattern(pattern, settings.locale), settings, false);
    return withInstants(reader, settings);
  } catch (error) {
    if (!(error instanceof UnsupportedPattern)) throw error;
    const unsupported = error.message;
    const fail = (): never => {
      throw new UnpredictableValue("not modelled", unsupported);
    };
    return { unsupported, parse: fail, tryInstant: fail };
  }
}

type Reader = Pick<TemporalFormat, "parse" | "fromNumber">;

function withInstants(reader: Reader, settings: TemporalSettings): TemporalFormat {
  return {
    ...reader,
    tryInstant: (text) => {
      try {
        const temporal = reader.parse(text);
        return temporal === null ? undefined : instantOf(temporal, settings.zone);
      } catch (error) {
        if (error instanceof RecordRefusal) return undefined;
        throw error;
      }
    },
  };
}

/** An instant; its date and time of day are computed only when they are read. */
class InstantInZone implements Temporal {
  readonly instant: bigint;
  readonly #zone: Zone;

  constructor(instant: bigint, zone: Zone) {
    this.instant = instant;
    this.#zone = zone;
  }

  get date(): number {
    return localDateTime(this.instant, this.#zone).date;
  }

  get time(): bigint {
    return localDateTime(this.instant, this.#zone).time;
  }
}

/** Texts that every locale reads as the same number, which a double holds exactly. */
const plainCount = /^-?\d{1,15}$/;

function numericFormat({ zone, unit, numberFormat }: TemporalSettings): Reader {
  const fromNumber = (value: JavaNumber): Temporal =>
    new InstantInZone(unit.toNanoseconds(integer(value, 64n, "a count of units since 1970")), zone);
  return {
    fromNumber,
    parse: (text) => {
      if (text === "") return null;
      if (plainCount.test(text)) return fromNumber(Number(text));
      const parsed = numberFormat(text);
      if (parsed?.end !== text.length) return refuse(`"${text}" is no number of units since 1970`);
      return fromNumber(parsed.value);
    },
  };
}

/**
 * All forms of CQL's timestamps in one pattern, as the DataStax sink reads them: a zone's name stands before the
 * offset, case matters, and a fraction may have no digits. Its ResolverStyle is STRICT, that of other patterns SMART.
 */
function cqlTimestamp(locale: string): CompiledPattern {
  const zone = "(?: (?<zone>[A-Za-z][A-Za-z0-9/_+:-]*))?(?<offset>Z|[+-]\\d\\d(?::?[0-5]\\d)?)?";
  return {
    expression: new RegExp(`^${isoDate}(?:T? ?${isoTime})?${zone}$`, "u"),
    words: dateWords(locale),
    ignoresCase: false,
  };
}

function textFormat(
  { expression, words, ignoresCase }: CompiledPattern,
  settings: TemporalSettings,
  strict: boolean,
): Reader {
  return {
    parse: (text) => {
      if (text === "") return null;
      const groups = expression.exec(text)?.groups;
      if (groups === undefined || text !== javaTrim(text))
        return refuse(`"${text}" does not fit the codec's format`);
      return resolve(groups, { words, settings, strict, ignoresCase, takesShortNames: strict, text });
    },
  };
}

interface Resolving extends ResolveOptions {
  readonly settings: TemporalSettings;
}

function resolve(groups: CapturedFields, resolving: Resolving): Temporal {
  const { zone, ...temporal } = resolveFields(groups, resolving);
  if (zone === undefined || temporal.date === undefined || temporal.time === undefined) {
    if (resolving.settings.zoned)
      return { ...temporal, instant: instantOf(temporal, resolving.settings.zone) };
    return temporal;
  }
  return { ...temporal, instant: instantOf(temporal, zone) };
}
