import { InputError } from "../../../errors.js";
import type { CodecSettings } from "../../mapping/settings.js";
import type { CodecContext } from "./context.js";
import { numberFormat } from "../../java/number-format.js";
import { temporalFormat } from "./temporal-format.js";
import { unitOfTime } from "../../java/time-unit.js";
import { zoneOf } from "../../java/zone.js";

/** @throws InputError for a time zone that does not exist */
export function codecContext(settings: CodecSettings): CodecContext {
  const zone = zoneOf(settings.timeZone);
  if (zone === undefined) {
    throw new InputError(`"${settings.timeZone}" is no time zone`, {
      where: "codec.timeZone",
      hint: "write UTC, +02:00 or a name as Europe/Paris",
    });
  }
  const shared = {
    locale: settings.locale,
    zone,
    unit: unitOfTime(settings.unit),
    numberFormat: numberFormat(settings.locale),
  };
  return {
    ...shared,
    timestamp: temporalFormat(settings.timestamp, { ...shared, zoned: true }),
    date: temporalFormat(settings.date, { ...shared, zoned: false }),
    time: temporalFormat(settings.time, { ...shared, zoned: false }),
  };
}
