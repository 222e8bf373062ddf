import type { LetterFilter } from "../../core/dead-letters/letter-filter.js";
import { LetterLineProblem, letterOfLine } from "../../core/dead-letters/letter-line.js";
import { isOf, letterFacts } from "../../core/dead-letters/letter.js";
import { readResolutions } from "../../core/dead-letters/read-letters.js";
import { type LetterRecord, recordOfLetter } from "../../core/dead-letters/replayed-record.js";
import type { KafkaRecord } from "../../core/kafka/record.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import { byteText, type Candidate, type ChosenLetters, chooseLetters, LetterChoice } from "./choose.js";
import type { LetterReader } from "./replay-run.js";
import type { LettersOf } from "./selection.js";

/** What a candidate does not have of its record. */
interface HeldRecord {
  /** Counted from 1. */
  readonly line: number;
  readonly value: string | null;
  readonly headers: readonly (readonly [name: string, value: string | null])[];
}

const linesPerLook = 1_000;

/**
 * The records of a file that `dlq export` wrote, and perhaps somebody edited. All of it is read and looked at before any
 * is sent. Kept in memory are the records without what Connect has added, which is most of a letter.
 * @throws InputError that names line and column
 */
export async function lettersInFile(
  path: string,
  letters: LettersOf,
  filter: LetterFilter,
  context: CommandContext,
): Promise<{ readonly chosen: ChosenLetters; readonly read: LetterReader }> {
  const { files, kafka, memory, progress, signal } = context;
  const source = path === "-" ? "standard input" : path;
  const resolutions = await readResolutions(letters.topic, kafka, signal);
  const choice = new LetterChoice(letters.connector, filter, resolutions);
  const held = new Map<string, HeldRecord>();
  let line = 0;
  for await (const text of files.readLines(path, signal)) {
    line++;
    if (line % linesPerLook === 0) {
      progress.report({ kind: "letters read", topic: source, done: line });
      if (memory.isShort()) throw tooLarge(`${source}:${line}`);
    }
    const letter = letterAt(line === 1 ? text.replace(/^\ufeff/, "") : text, `${source}:${line}`, letters);
    const candidate = letter === undefined ? undefined : choice.add(letter);
    if (letter === undefined || candidate === undefined) continue;
    const record = heldOf(letter, line);
    const known = held.get(candidate.name);
    if (known === undefined) held.set(candidate.name, record);
    else if (textOf(letter.key) !== candidate.key || !isSame(known, record)) {
      throw twice(candidate.at, known.line, `${source}:${line}`);
    }
  }
  // A file that Ctrl-C has cut short is not the file.
  signal.throwIfAborted();
  // Of the letters in the topic only the names are wanted, and no record has a place out of none.
  const inTopic = await chooseLetters(letters, { origin: [] }, context);
  const { candidates, records, withoutOrigin } = choice.chosen();
  return {
    chosen: { candidates, withoutOrigin, records: new Set([...records, ...inTopic.records]) },
    read: (some) =>
      Promise.resolve(
        some.flatMap((each) => {
          const found = held.get(each.name);
          return found === undefined ? [] : [[each, recordOf(each, found)] as const];
        }),
      ),
  };
}

/** Undefined for an empty line. */
function letterAt(text: string, where: string, { topic, connector }: LettersOf): KafkaRecord | undefined {
  if (text.trim() === "") return undefined;
  const of = (message: string): InputError =>
    new InputError(message, {
      where: `${where}:1`,
      hint: "name the pipeline whose letters were exported, or another file",
    });
  try {
    const found = letterOfLine(text);
    if (found.topic !== topic) throw of(`the letter is of topic ${found.topic}, and not of ${topic}`);
    const { origin } = letterFacts(found.letter);
    if (isOf(origin, connector)) return found.letter;
    throw of(`the letter is of connector ${origin?.connector ?? ""}, and not of ${connector}`);
  } catch (error) {
    if (!(error instanceof LetterLineProblem)) throw error;
    const { message, column, hint } = error;
    throw new InputError(message, { where: `${where}:${column}`, hint, cause: error });
  }
}

/** As texts of a character for each byte: they take a third of the memory. */
function heldOf(letter: KafkaRecord, line: number): HeldRecord {
  const { value, headers } = recordOfLetter(letter);
  return { line, value: textOf(value), headers: headers.map((each) => [each.key, textOf(each.value)]) };
}

const textOf = (bytes: Uint8Array | null): string | null => (bytes === null ? null : byteText(bytes));

const bytesOf = (text: string | null): Uint8Array | null =>
  text === null ? null : Buffer.from(text, "latin1");

function recordOf({ key, time, replays }: Candidate, { value, headers }: HeldRecord): LetterRecord {
  return {
    ...{ timestamp: time, key: bytesOf(key), value: bytesOf(value), replays },
    headers: headers.map(([name, held]) => ({ key: name, value: bytesOf(held) })),
  };
}

function isSame(one: HeldRecord, other: HeldRecord): boolean {
  return one.value === other.value && JSON.stringify(one.headers) === JSON.stringify(other.headers);
}

function twice(at: string, line: number, where: string): InputError {
  return new InputError(`the record ${at} stands in line ${line}, too, and there it is another one`, {
    where: `${where}:1`,
    hint: "keep the line that is meant: a record is sent once",
  });
}

function tooLarge(where: string): InputError {
  return new InputError("the file holds more records than fit into memory", {
    where,
    hint: "split it, and replay one part after the other",
  });
}
