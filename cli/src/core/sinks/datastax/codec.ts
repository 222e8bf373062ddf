import { numberFormat, type NumberFormat } from "../../java/number-format.js";
import { epochUnit, type EpochUnit } from "../../java/time-unit.js";
import { zoneOfSetting, type Zone } from "../../java/zone.js";
import type { CodecSettings } from "../../mapping/settings.js";
import { temporalFormat, type TemporalFormat } from "./temporal-format.js";

/** The codec settings of a topic (`topic.T.codec.*`), made ready for this sink's conversions. */
export interface Codec {
  readonly numberFormat: NumberFormat;
  readonly zone: Zone;
  readonly unit: EpochUnit;
  readonly timestamp: TemporalFormat;
  readonly date: TemporalFormat;
  readonly time: TemporalFormat;
}

/** @throws InputError for a time zone that does not exist */
export function codecOf(settings: CodecSettings): Codec {
  const zone = zoneOfSetting(settings.timeZone);
  const shared = {
    locale: settings.locale,
    zone,
    unit: epochUnit(settings.unit),
    numberFormat: numberFormat(settings.locale, { notANumber: "NaN", infinity: "Infinity" }),
  };
  return {
    ...shared,
    timestamp: temporalFormat(settings.timestamp, { ...shared, zoned: true }),
    date: temporalFormat(settings.date, { ...shared, zoned: false }),
    time: temporalFormat(settings.time, { ...shared, zoned: false }),
  };
}
