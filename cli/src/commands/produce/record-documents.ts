import { DocumentProblem, outgoingRecord } from "../../core/peek/outgoing-record.js";
import { InputError } from "../../errors.js";
import type { OutgoingRecord } from "../../core/kafka/record.js";

/** Turns a line of JSON into a record; throws InputError that names the line. Undefined for an empty line. */
export function recordOfDocument(
  line: string,
  lineNumber: number,
  timestamp: number,
  source: string,
): OutgoingRecord | undefined {
  if (line.trim() === "") return undefined;
  try {
    return outgoingRecord(line, timestamp);
  } catch (error) {
    if (!(error instanceof DocumentProblem)) throw error;
    throw new InputError(`this is no record: ${error.message}`, {
      where: `${source}:${lineNumber}`,
      hint: error.hint ?? 'write one record a line, as {"key": "k", "value": "v"}',
      cause: error,
    });
  }
}

/**
 * Lines of one document each. Of the single document that `topic peek -o json` prints, over many lines, its records.
 * @throws InputError for a document over many lines that holds no records
 */
export async function* documentLines(lines: AsyncIterable<string>, source: string): AsyncGenerator<string> {
  let whole: string[] | undefined;
  let isFirst = true;
  for await (const line of lines) {
    const text: string = isFirst ? line.replace(/^\ufeff/, "") : line;
    if (whole !== undefined) whole.push(text);
    // No record ends with the bracket that it begins with.
    else if (isFirst && text.trim() === "{") whole = [text];
    else yield text;
    isFirst &&= text.trim() === "";
  }
  if (whole === undefined) return;
  for (const record of recordsIn(whole.join("\n"), source)) yield JSON.stringify(record);
}

function recordsIn(text: string, source: string): readonly unknown[] {
  const wrong = (message: string, hint: string): InputError =>
    new InputError(message, { where: source, hint });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw wrong(
      `a document over several lines is no JSON: ${(error as Error).message}`,
      "write one record a line - jq -c does it",
    );
  }
  const { records } = document as { readonly records?: unknown };
  if (Array.isArray(records)) return records;
  throw wrong(
    "a document over several lines has no records",
    "give what `topic peek -o json` prints, or one record a line",
  );
}
