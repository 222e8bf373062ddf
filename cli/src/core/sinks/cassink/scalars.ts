import { durationOf } from "../../cql/duration.js";
import { addressOfDigits, inetText } from "../../cql/inet.js";
import { booleanOf, bytesOfText, checkedText, hexadecimal } from "../../cql/scalar-text.js";
import { hasNames, isList, JavaDate, LocalDate, LocalTime } from "../../records/connect-value.js";
import { Float64 } from "../../java/floating-point.js";
import { isNumber } from "../../java/number.js";
import { jsonText } from "./json.js";
import { finiteDecimal } from "./numbers.js";
import { cannotBe, utf8, type NonNullValue, type Conversion } from "./conversion.js";
import { javaStrip, uuidOfText } from "../../java/text.js";
import type { Codec } from "./codec.js";
import { timestampConversion } from "./times.js";
import { refuse, UnpredictableValue } from "../../refusal.js";

/** text and ascii: texts, UTF-8 bytes, numbers and booleans as Java writes them, objects and arrays as JSON. */
export function textConversion(type: "text" | "ascii"): Conversion {
  return (value, json) => {
    if (type === "ascii" && typeof value === "boolean" && !json) return cannotBe(value, "ascii");
    return checkedText(textOf(value, json), type);
  };
}

function textOf(value: NonNullValue, json: boolean): string {
  if (typeof value === "string") return value;
  if (value instanceof Float64) return json ? finiteDecimal(value).toString() : value.toString();
  if (isList(value) || hasNames(value)) return jsonText(value);
  if (value instanceof Uint8Array) return utf8(value);
  if (value instanceof JavaDate) {
    throw new UnpredictableValue("not modelled", "how the sink writes a date as text is not modelled");
  }
  if (value instanceof LocalDate) return dateText(value);
  if (value instanceof LocalTime) return timeText(value);
  return String(value);
}

/** LocalDate.toString of Java, for years of four digits; others are not modelled. */
function dateText({ days }: LocalDate): string {
  const date = new Date(days * 86_400_000);
  const text = Number.isNaN(date.getTime()) ? "" : date.toISOString();
  if (!/^\d{4}-/.test(text))
    throw new UnpredictableValue("not modelled", `how the day ${days} is written is not modelled`);
  return text.slice(0, 10);
}

/** LocalTime.toString of Java: `17:12`, `17:12:32` or `17:12:32.584`. */
function timeText({ nanoseconds }: LocalTime): string {
  const text = new Date(Number(nanoseconds / 1_000_000n)).toISOString().slice(11, 23);
  return text.replace(/\.000$/, "").replace(/^(\d\d:\d\d):00$/, "$1");
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

/** From 1582-10-15, where the times of UUIDs begin, to 1970, in units of 100 ns. */
const startOfUuidTimes = 0x01b2_1dd2_1381_4000n;

/** uuid and timeuuid: a UUID; a time becomes the lowest time UUID of its millisecond, the same whenever it is written. */
export function uuidConversion(type: "uuid" | "timeuuid", codec: Codec): Conversion {
  const timestamp = timestampConversion(codec);
  return (value, json) => {
    const text =
      typeof value === "string" && value.length === 36 && value.charAt(8) === "-" ? value : undefined;
    const uuid =
      text === undefined
        ? lowestTimeUuid(timestamp(value, json))
        : (uuidOfText(text) ?? refuse("a text is not a UUID"));
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
