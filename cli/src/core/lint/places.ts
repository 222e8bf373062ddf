import { readSource } from "../documents/source-document.js";
import { propertyLines } from "../pipeline/properties.js";

/** Where a key stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const start: Place = { line: 1, column: 1 };

/**
 * Finds keys of a connector's config in the text of a pipeline file, or of a plain Connect config. A key that is not there,
 * because it is missing, is found where it would stand; `topics: …` and `tables: …` name parts of a pipeline file.
 * @param text of a file that can be read
 */
export function placesIn(text: string, isProperties: boolean): (key: string) => Place {
  if (isProperties) {
    const lines = propertyLines(text);
    return (key) => ({ line: lines.get(key) ?? 1, column: 1 });
  }
  const source = readSource(text, "");
  const has = (path: readonly string[]): boolean => source.scalarText(path) !== undefined;
  return (key) => {
    const [part = ""] = /^(topics|tables)(?=: )/.exec(key) ?? [];
    const paths = part === "" ? [["connector", "config", key], ["config", key], [key]] : [[part]];
    const path = paths.find(has) ?? paths.find(([first = ""]) => first in (source.value as object));
    return path === undefined ? start : (placeIn(source.where(path)) ?? start);
  };
}

/** The place at the end of `file:line:column`, or of `file:line`. */
export function placeIn(where: string): Place | undefined {
  const [, line, column] = /:(\d+)(?::(\d+))?$/.exec(where) ?? [];
  return line === undefined ? undefined : { line: Number(line), column: Number(column ?? 1) };
}
