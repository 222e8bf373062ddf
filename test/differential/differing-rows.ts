import { made, type ExpectedRow } from "./case.js";

/**
 * What of the rows is not as expected, as lines to read; none when all is. Only the columns that an expected row
 * names are compared.
 */
export function differingRows(
  expected: readonly ExpectedRow[],
  actual: readonly Readonly<Record<string, string>>[],
): readonly string[] {
  const left = [...actual];
  const missing = expected.filter((row) => {
    const at = left.findIndex((candidate) => matches(row, candidate));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const shown = (row: Readonly<Record<string, string>>): string =>
    Object.entries(row)
      .filter(([name, value]) => value !== "null" && (missing.length === 0 || !/^(writetime|ttl)/.test(name)))
      .map(([name, value]) => `${name}=${value}`)
      .join(", ");
  return [...missing.map((row) => `expected ${shown(row)}`), ...left.map((row) => `found    ${shown(row)}`)];
}

function matches(expected: ExpectedRow, actual: Readonly<Record<string, string>>): boolean {
  return Object.entries(expected).every(([name, value]) =>
    value === made ? actual[name] !== undefined && actual[name] !== "null" : actual[name] === value,
  );
}
