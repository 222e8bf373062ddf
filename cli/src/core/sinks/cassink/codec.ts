import type { CodecSettings } from "../../mapping/settings.js";
import { usesDecimalPoint, strictNumberFormat, type NumberFormat } from "../../java/number-format.js";
import { epochUnit, type EpochUnit } from "../../java/time-unit.js";
import { zoneOfSetting, type Zone } from "../../java/zone.js";
import { temporalFormat, type TemporalFormat } from "./temporal-format.js";

/** The codec settings of a topic (`topic.T.codec.*`), made ready for this sink's conversions. */
export interface Codec {
  readonly numberFormat: NumberFormat;
  /** Whether decimals as Java writes them (`1.5e3`) are tried before the locale's numbers: where its point is a dot. */
  readonly plainDecimals: boolean;
  readonly zone: Zone;
  readonly unit: EpochUnit;
  readonly timestamp: TemporalFormat;
  readonly date: TemporalFormat;
  readonly time: TemporalFormat;
}

/** @throws InputError for a time zone that does not exist */
export function codecOf(settings: CodecSettings): Codec {
  const { locale, timeZone } = settings;
  const zone = zoneOfSetting(timeZone);
  return {
    numberFormat: strictNumberFormat(locale),
    plainDecimals: usesDecimalPoint(locale),
    zone,
    unit: epochUnit(settings.unit),
    timestamp: temporalFormat(settings.timestamp, locale, zone),
    date: temporalFormat(settings.date, locale, zone),
    time: temporalFormat(settings.time, locale, zone),
  };
}
