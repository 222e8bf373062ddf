import { refuse, type Conversion } from "./conversion.js";
import { asText, isContainer, jsonText } from "../../records/json-text.js";

const halfCharacter = /\p{Surrogate}/u;
// eslint-disable-next-line no-control-regex -- ASCII begins at 0
const ascii = /^[\u0000-\u007f]*$/;

/** text and ascii: scalars by their Java text, lists and maps as JSON; the empty text is a text. */
export function textConversion(type: "text" | "ascii"): Conversion {
  const checked = (text: string): string => {
    if (halfCharacter.test(text)) return refuse("the text holds half of a character (a lone surrogate)");
    if (type === "ascii" && !ascii.test(text)) return refuse(`"${text}" is not ASCII`);
    return text;
  };
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
