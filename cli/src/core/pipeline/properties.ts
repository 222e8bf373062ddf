import { InputError } from "../../errors.js";

/**
 * Reads a Java `.properties` text by the rules of `java.util.Properties.load`: `key=value`, `key: value` or `key value`,
 * comments with `#` and `!`, lines continued by a backslash at the end, and backslash escapes. Unlike Java it refuses
 * duplicate keys.
 * @throws InputError with file and line of a duplicate key or a broken escape
 */
export function parseProperties(text: string, file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { line, number } of logicalLines(text)) {
    const [key, value] = keyAndValue(line, file, number);
    if (found.has(key)) {
      throw new InputError(`key ${key} stands there twice`, {
        where: `${file}:${number}`,
        hint: "keep one of the two",
      });
    }
    found.set(key, value);
  }
  return found;
}

/** The line of each key, counted from 1. @param text that {@link parseProperties} has read */
export function propertyLines(text: string): ReadonlyMap<string, number> {
  return new Map(
    [...logicalLines(text)].map(({ line, number }) => [keyAndValue(line, "", number)[0], number]),
  );
}

function keyAndValue(line: string, file: string, number: number): readonly [key: string, value: string] {
  const match = /^((?:\\.|[^\\=:\s])*)\s*[=:]?\s*(.*)$/s.exec(line);
  return [unescape(match?.[1] ?? "", file, number), unescape(match?.[2] ?? "", file, number)];
}

/** Lines with their continuations joined, each with the number of its first line; comments and blank lines left out. */
function* logicalLines(text: string): Iterable<{ readonly line: string; readonly number: number }> {
  let joined: { line: string; number: number } | undefined;
  for (const [index, natural] of text.split(/\r\n|\r|\n/).entries()) {
    const line = natural.trimStart();
    if (joined === undefined && (line === "" || /^[#!]/.test(line))) continue;
    joined = { line: (joined?.line ?? "") + line, number: joined?.number ?? index + 1 };
    const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
    if (backslashes % 2 === 1) {
      joined.line = joined.line.slice(0, -1);
    } else {
      yield joined;
      joined = undefined;
    }
  }
  if (joined !== undefined) yield joined;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f" };

function unescape(text: string, file: string, line: number): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|u|.)/gs, (whole, escape: string) => {
    if (escape.length === 5) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    if (escape === "u") {
      throw new InputError(`"${whole}" is no escape: four hexadecimal digits must follow`, {
        where: `${file}:${line}`,
        hint: "double the backslash where one is meant",
      });
    }
    return escapes[escape] ?? escape;
  });
}
