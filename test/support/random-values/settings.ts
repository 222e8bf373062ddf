import type { Random } from "#cli/core/generate/random.js";
import { chance, pick } from "./pick.js";

/** `topic.T.codec.*`, mostly the defaults. */
export function randomCodec(random: Random): Readonly<Record<string, string>> {
  const codec: Record<string, string> = {};
  const maybe = (word: string, choices: readonly string[]): void => {
    if (chance(random, 0.25)) codec[word] = pick(random, choices);
  };
  maybe("locale", ["en_US", "fr_FR", "de_DE"]);
  maybe("timeZone", ["UTC", "Europe/Paris", "America/New_York"]);
  maybe("timestamp", ["CQL_TIMESTAMP", "UNITS_SINCE_EPOCH", "ISO_OFFSET_DATE_TIME", "uuuu-MM-dd HH:mm:ss"]);
  maybe("date", ["ISO_LOCAL_DATE", "UNITS_SINCE_EPOCH", "BASIC_ISO_DATE", "dd/MM/uuuu"]);
  maybe("time", ["ISO_LOCAL_TIME", "UNITS_SINCE_EPOCH", "HHmmss"]);
  maybe("unit", ["SECONDS", "MILLISECONDS", "MICROSECONDS", "DAYS"]);
  return codec;
}

/** `topic.T.KEYSPACE.TABLE.*` without the mapping. */
export function randomSettings(random: Random): Readonly<Record<string, string>> {
  return {
    ...(chance(random, 0.5) ? { nullToUnset: "false" } : {}),
    ...(chance(random, 0.3) ? { deletesEnabled: "false" } : {}),
    ...(chance(random, 0.2) ? { ttl: "1728000" } : {}),
    ...(chance(random, 0.3) ? { timestampTimeUnit: "MILLISECONDS" } : {}),
  };
}
