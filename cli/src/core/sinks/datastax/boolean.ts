import { Float64 } from "../../java/floating-point.js";
import { refuse, type Conversion } from "./conversion.js";
import { asText, isNullOrEmpty } from "../../records/json-text.js";

const words: ReadonlyMap<string, boolean> = new Map([
  ["1", true],
  ["0", false],
  ["y", true],
  ["n", false],
  ["t", true],
  ["f", false],
  ["yes", true],
  ["no", false],
  ["true", true],
  ["false", false],
]);

export function booleanOf(text: string): boolean | undefined {
  return words.get(text.toLowerCase());
}

const fromText = (text: string): boolean | null =>
  text === "" ? null : (booleanOf(text) ?? refuse(`"${text}" is no boolean`));

export const booleanConversion: Conversion = {
  fromText,
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
