import { durationOf } from "../../cql/duration.js";
import { addressOfDigits, inetText } from "../../cql/inet.js";
import { booleanOf, bytesOfText, checkedText, hexadecimal } from "../../cql/scalar-text.js";
import type { CqlValue } from "../../cql/value.js";
import { Float64 } from "../../java/floating-point.js";
import { uuidOfText } from "../../java/text.js";
import { asText, isContainer, isNullOrEmpty, jsonText } from "../../records/json-text.js";
import { refuse, UnpredictableValue } from "../../refusal.js";
import type { Codec } from "./codec.js";
import { refusePrimitive, type Conversion } from "./conversion.js";

/** text and ascii: numbers and booleans as Java writes them, lists and maps as JSON; the empty text is not a null. */
export function textConversion(type: "text" | "ascii"): Conversion {
  const checked = (text: string): string => checkedText(text, type);
  return {
    fromText: checked,
    fromJson: (value) =>
      value === null ? null : checked(isContainer(value) ? jsonText(value) : asText(value)),
    fromPrimitive: (value) => {
      if (value instanceof Uint8Array) return refuse(`bytes cannot go into a ${type} column`);
      if (typeof value === "boolean" && type === "ascii")
        return refuse("a boolean cannot go into an ascii column");
      return String(value);
    },
  };
}

const booleanOfText = (text: string): boolean | null =>
  text === "" ? null : (booleanOf(text) ?? refuse(`"${text}" is no boolean`));

export const booleanConversion: Conversion = {
  fromText: booleanOfText,
  fromJson: (value) => {
    if (typeof value === "boolean") return value;
    if (isNullOrEmpty(value)) return null;
    const text = asText(value);
    return booleanOf(text) ?? refuse(`"${text}" is no boolean`);
  },
  fromPrimitive: (value) => {
    if (typeof value === "boolean") return value;
    const number = value instanceof Float64 ? value.value : Number(value);
    if (number === 1 || number === 0) return number === 1;
    return refuse(`${String(value)} is no boolean: only 1 and 0 are`);
  },
};

/** blob: `0x` and hexadecimal digits, else Base64; bytes as they are. */
export const blobConversion: Conversion = {
  fromText: bytesOfText,
  fromJson: (value) => (value === null ? null : bytesOfText(asText(value))),
  fromPrimitive: (value) =>
    value instanceof Uint8Array
      ? hexadecimal(value)
      : refuse(`${String(value)} cannot go into a blob column`),
};

const durationOfText = (text: string): CqlValue | null =>
  text === "" ? null : (durationOf(text) ?? refuse(`"${text}" is no duration`));

/** duration: `1y3mo2h10m`, and ISO 8601 as `P1Y3MT2H10M`, `P2W` or `P0001-03-00T02:10:00`. */
export const durationConversion: Conversion = {
  fromText: durationOfText,
  fromJson: (value) =>
    isNullOrEmpty(value) ? null : (durationOf(asText(value)) ?? refuse(`"${asText(value)}" is no duration`)),
  fromPrimitive: refusePrimitive("duration"),
};

const inetOfText = (text: string): string | null => (text === "" ? null : inetText(addressOf(text)));

/** inet: an address in digits, as Java reads it. A host name cannot be predicted: the sink asks the worker's DNS. */
export const inetConversion: Conversion = {
  fromText: inetOfText,
  fromJson: (value) => {
    if (isContainer(value)) return refuse("an object or a list is no IP address");
    return isNullOrEmpty(value) ? null : inetOfText(asText(value));
  },
  fromPrimitive: refusePrimitive("inet"),
};

/** No top-level domain begins with a digit, so 3.4E38 is not a host name. */
const isHostName = (text: string): boolean =>
  text === "localhost" || (/[a-z]/i.test(text) && /\.[^.:\d][^.:]*\.?$/.test(text) && !text.includes(":"));

function addressOf(text: string): Uint8Array {
  const address = addressOfDigits(text.replace(/^\[(.*:.*)\]$/, "$1"));
  if (address !== undefined) return address;
  if (isHostName(text)) {
    throw new UnpredictableValue(
      "name lookup",
      `"${text}" is a host name: its address is what the worker's DNS says`,
    );
  }
  return refuse(`"${text}" is no IP address`);
}

/** uuid and timeuuid: Java's UUID.fromString, which takes short groups too; a time becomes a random time UUID. */
export function uuidConversion(type: "uuid" | "timeuuid", codec: Codec): Conversion {
  const fromText = (text: string): string | null => {
    if (text === "") return null;
    const uuid = uuidOfText(text);
    if (uuid === undefined) {
      if (codec.timestamp.tryInstant(text) === undefined) return refuse(`"${text}" is no UUID`);
      throw new UnpredictableValue("random", `the sink makes a random time UUID of "${text}"`);
    }
    if (type === "timeuuid" && uuid.charAt(14) !== "1") return refuse(`${uuid} is no time UUID (version 1)`);
    return uuid;
  };
  return {
    fromText,
    fromJson: (value) => (isNullOrEmpty(value) ? null : fromText(asText(value))),
    fromPrimitive: (value) => {
      if (typeof value === "boolean" || value instanceof Uint8Array) {
        return refuse(`${String(value)} cannot go into a ${type} column`);
      }
      throw new UnpredictableValue("random", `the sink makes a random time UUID of ${String(value)}`);
    },
  };
}
