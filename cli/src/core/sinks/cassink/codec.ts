import { InputError } from "../../../errors.js";
import type { CodecSettings } from "../../mapping/settings.js";
import { hasPoint, numberFormat, type NumberFormat } from "../../java/number-format.js";
import { unitOfTime, type UnitOfTime } from "../../java/time-unit.js";
import { zoneOf, type Zone } from "../../java/zone.js";
import { ownFormat, type OwnFormat } from "./temporal-format.js";

/** The codec settings of a topic, made ready for our own sink's conversions. */
export interface OwnContext {
  readonly numberFormat: NumberFormat;
  /** Whether Java's own decimals (`1.5e3`) are tried before the locale's numbers. */
  readonly plainDecimals: boolean;
  readonly zone: Zone;
  readonly unit: UnitOfTime;
  readonly timestamp: OwnFormat;
  readonly date: OwnFormat;
  readonly time: OwnFormat;
}

/** @throws InputError for a time zone that does not exist */
export function ownContext(settings: CodecSettings): OwnContext {
  const { locale, timeZone } = settings;
  const zone = zoneOf(timeZone);
  if (zone === undefined) {
    throw new InputError(`"${timeZone}" is no time zone`, {
      where: "codec.timeZone",
      hint: "write UTC, +02:00 or a name as Europe/Paris",
    });
  }
  return {
    numberFormat: numberFormat(locale),
    plainDecimals: hasPoint(locale),
    zone,
    unit: unitOfTime(settings.unit),
    timestamp: ownFormat(settings.timestamp, locale, zone),
    date: ownFormat(settings.date, locale, zone),
    time: ownFormat(settings.time, locale, zone),
  };
}
