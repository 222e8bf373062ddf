import { durationOf } from "../../cql/duration.js";
import { addressOfDigits, inetText } from "../../cql/inet.js";
import { booleanOf, bytesOfText, checkedText, hexadecimal } from "../../cql/scalar-text.js";
import {
  DebeziumTime,
  hasNames,
  isList,
  JavaDate,
  LocalDate,
  LocalTime,
} from "../../records/connect-value.js";
import { Float64 } from "../../java/floating-point.js";
import { isNumber } from "../../java/number.js";
import { jsonText, timeText } from "./json.js";
import { Instant, instantText, meaningOf, plainTime } from "./logical-times.js";
import { finiteDecimal } from "./numbers.js";
import { cannotBe, utf8, type NonNullValue, type Conversion } from "./conversion.js";
import { javaStrip } from "../../java/text.js";
import type { Codec } from "./codec.js";
import type { TemporalFormat } from "./temporal-format.js";
import { timestampConversion } from "./times.js";
import { RecordRefusal, refuse, UnpredictableValue } from "../../refusal.js";

/** text and ascii: texts, UTF-8 bytes, numbers and booleans as Java writes them, objects and arrays as JSON. */
export function textConversion(type: "text" | "ascii", codec: Codec): Conversion {
  return (value, json) => {
    if (type === "ascii" && typeof value === "boolean" && !json) return cannotBe(value, "ascii");
    return checkedText(textOf(value, json, codec), type);
  };
}

function textOf(given: NonNullValue, json: boolean, { timestamp }: Codec): string {
  const value = plainTime(given);
  if (typeof value === "string") return value;
  if (value instanceof Float64) return json ? finiteDecimal(value).toString() : value.toString();
  if (isList(value) || hasNames(value)) return jsonText(value);
  if (value instanceof Uint8Array) return utf8(value);
  if (value instanceof DebeziumTime) {
    const meaning = meaningOf(value) ?? cannotBe(value, "a text");
    if (typeof value.raw === "string") return value.raw;
    return meaning instanceof Instant ? instantOfFormat(meaning.nanoseconds, timestamp) : timeText(meaning);
  }
  if (value instanceof JavaDate) return instantOfFormat(value.milliseconds * 1_000_000n, timestamp);
  if (value instanceof LocalDate || value instanceof LocalTime) return timeText(value);
  return String(value);
}

/** By `codec.timestamp`, if it is a pattern of one's own; what is written by those is not modelled. */
function instantOfFormat(nanoseconds: bigint, format: TemporalFormat): string {
  if (format.isPattern)
    throw new UnpredictableValue("not modelled", "how the sink writes a time by a pattern is not modelled");
  return instantText(nanoseconds);
}

export const booleanConversion: Conversion = (value) => {
  if (typeof value === "boolean") return value;
  if (value === "") return null;
  const word =
    typeof value === "string"
      ? booleanOf(javaStrip(value))
      : isNumber(value)
        ? bit(finiteDecimal(value).stripped().toString())
        : undefined;
  return word ?? cannotBe(value, "a boolean, unless it is 1/0, y/n, t/f, yes/no or true/false");
};

const bit = (digits: string): boolean | undefined =>
  digits === "1" ? true : digits === "0" ? false : undefined;

/** blob: `0x` and hexadecimal digits, else Base64; bytes as they are. The empty text is an empty blob. */
export const blobConversion: Conversion = (value) => {
  if (value instanceof Uint8Array) return hexadecimal(value);
  if (typeof value !== "string") return cannotBe(value, "a blob");
  if (!/^0x/i.test(value)) return bytesOfText(value);
  return /^0x(?:[0-9a-f]{2})*$/i.test(value) ? value.toLowerCase() : refuse("a text is not hexadecimal");
};

export const durationConversion: Conversion = (value) => {
  if (typeof value !== "string") return cannotBe(value, "a duration");
  return value === "" ? null : (durationOf(value) ?? refuse(`"${value}" is no duration`));
};

/** inet: an address in digits, never a host name; an IPv4 address only with all of its four numbers. */
export const inetConversion: Conversion = (value) => {
  if (typeof value !== "string") return cannotBe(value, "an address");
  if (value === "") return null;
  const isLiteral = value.includes(":")
    ? /^[0-9a-fA-F:.]+$/.test(value)
    : /^[0-9]{1,3}(\.[0-9]{1,3}){3}$/.test(value);
  const address = isLiteral ? addressOfDigits(value) : undefined;
  return address === undefined ? refuse("a text is not an IP address") : inetText(address);
};

const uuidText = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const noUuid =
  "a text is neither a UUID like f0e5b61c-5341-4f80-8f0b-fac60521d5ae nor a time of codec.timestamp";

/** From 1582-10-15, where the times of UUIDs begin, to 1970, in units of 100 ns. */
const startOfUuidTimes = 0x01b2_1dd2_1381_4000n;

/** uuid and timeuuid: a UUID; a time becomes the lowest time UUID of its millisecond, the same whenever it is written. */
export function uuidConversion(type: "uuid" | "timeuuid", codec: Codec): Conversion {
  const timestamp = timestampConversion(codec, "a UUID");
  const timeOf = (value: NonNullValue, json: boolean): bigint | null => {
    try {
      return timestamp(value, json);
    } catch (error) {
      if (typeof value !== "string" || !(error instanceof RecordRefusal)) throw error;
      return refuse(noUuid);
    }
  };
  return (value, json) => {
    const isUuid = typeof value === "string" && uuidText.test(value);
    const uuid = isUuid ? value.toLowerCase() : lowestTimeUuid(timeOf(value, json));
    if (uuid !== null && type === "timeuuid" && uuid.charAt(14) !== "1") {
      return refuse("a UUID is not of version 1, as timeuuid needs");
    }
    return uuid;
  };
}

function lowestTimeUuid(milliseconds: bigint | null): string | null {
  if (milliseconds === null) return null;
  const time = BigInt.asUintN(60, milliseconds * 10_000n + startOfUuidTimes)
    .toString(16)
    .padStart(15, "0");
  return `${time.slice(7)}-${time.slice(3, 7)}-1${time.slice(0, 3)}-8080-808080808080`;
}
