/** A result as one JSON document. 64-bit integers are written as strings, for readers that would round them. */
export function jsonText(result: unknown): string {
  return `${JSON.stringify(result, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value), 2)}\n`;
}
