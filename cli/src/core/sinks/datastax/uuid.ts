import type { CodecContext } from "./context.js";
import { refuse, UnpredictableValue, type Conversion } from "./conversion.js";
import { asText, isNullOrEmpty } from "../../records/json-text.js";

const widths = [8, 4, 4, 4, 12] as const;

/** uuid and timeuuid: Java's UUID.fromString, which takes short groups too; a time becomes a random time UUID. */
export function uuidConversion(type: "uuid" | "timeuuid", context: CodecContext): Conversion {
  const fromText = (text: string): string | null => {
    if (text === "") return null;
    const uuid = uuidOfText(text);
    if (uuid === undefined) {
      if (context.timestamp.tryInstant(text) === undefined) return refuse(`"${text}" is no UUID`);
      throw new UnpredictableValue(`the sink makes a random time UUID of "${text}"`);
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
      throw new UnpredictableValue(`the sink makes a random time UUID of ${String(value)}`);
    },
  };
}

/** UUID.fromString of Java; undefined for what it refuses. */
export function uuidOfText(text: string): string | undefined {
  const groups = text.split("-");
  if (text.length > 36 || groups.length !== 5 || !groups.every((group) => /^[0-9a-f]{1,16}$/i.test(group))) {
    return undefined;
  }
  return groups
    .map((group, index) => {
      const width = widths[index] ?? 4;
      return group.slice(-width).padStart(width, "0").toLowerCase();
    })
    .join("-");
}
