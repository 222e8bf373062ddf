/**
 * Whether Connect makes one value of two texts of a setting, by the type that it declares (Kafka's ConfigDef.parseType):
 * 02 and 2 are one INT, 1e3 and 1000.0 one DOUBLE, TRUE and true one BOOLEAN, `a, b` and `a,b` one LIST. Around a value of
 * any declared type blanks say nothing. Where no type is known, texts are the same only if they are equal.
 */
export function isSameValue(one: string, other: string, type: string | undefined): boolean {
  if (one === other) return true;
  if (type === undefined) return false;
  return parsed(one.trim(), type) === parsed(other.trim(), type);
}

/** A text that is equal for values that are. */
function parsed(text: string, type: string): string {
  switch (type) {
    case "INT":
    case "LONG":
    case "SHORT":
      return /^[+-]?\d+$/.test(text) ? String(BigInt(text.replace("+", ""))) : text;
    case "DOUBLE":
      return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? String(Number(text)) : text;
    case "BOOLEAN":
      return /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
    case "LIST":
      return JSON.stringify(text === "" ? [] : text.split(/\s*,\s*/));
    default:
      return text;
  }
}
