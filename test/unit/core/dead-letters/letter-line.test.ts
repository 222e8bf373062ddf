import { describe, expect, it } from "vitest";
import { exportedLetter } from "#cli/core/dead-letters/exported.js";
import { LetterLineProblem, letterOfLine } from "#cli/core/dead-letters/letter-line.js";
import { letterOf } from "#test/support/fakes/dead-letters.js";

const letter = letterOf(7, { origin: "sales-0@5", headers: { trace: "t" } });
const exported = exportedLetter(letter, "dead-0@7", "waiting");
const line = JSON.stringify(exported);

/** `column: message`, of what is wrong with a line. */
function problemOf(text: string): string {
  try {
    letterOfLine(text);
  } catch (error) {
    if (!(error instanceof LetterLineProblem)) throw error;
    expect(error.hint).not.toBe("");
    return `${error.column}: ${error.message}`;
  }
  return "nothing";
}
const edited = (change: object): string => JSON.stringify({ ...exported, ...change });
const columnOf = (text: string, part: string): number => text.indexOf(part) + 1;

describe("a line of dlq export", () => {
  it.each([
    ["with a key, headers and text", letter],
    ["without a key and a value", letterOf(7, { origin: "sales-0@5", key: null, value: null })],
    ["with bytes that are no text", { ...letter, value: Uint8Array.of(0xff, 0), key: Uint8Array.of(0) }],
    ["with headers without a value", { ...letter, headers: [{ key: "h", value: null }, ...letter.headers] }],
    ["without Connect's headers", letterOf(7, {})],
    ["of a time before 1970", { ...letter, timestamp: -1 }],
    ["empty", letterOf(7, { origin: "sales-0@5", key: "", value: "" })],
  ])("is read as the letter that was written: %s", (_, of) => {
    const text = JSON.stringify(exportedLetter(of, "dead-0@7", "purged"));
    const read = letterOfLine(text);
    expect(read.topic).toBe("dead");
    expect(exportedLetter(read.letter, "dead-0@7", "purged")).toEqual(JSON.parse(text));
    expect(read.letter.value === null).toBe(of.value === null);
  });

  it("may have its value as text or as base64 alone, and fewer of the fields that repeat the headers", () => {
    const { letter: of, timestamp, key, headers } = exported;
    for (const value of [{ text: "vä" }, { base64: "dsOk" }, { base64: "dsOk", text: "vä" }]) {
      const read = letterOfLine(JSON.stringify({ letter: of, timestamp, key, value, headers })).letter;
      expect(Buffer.from(read.value ?? []).toString()).toBe("vä");
    }
  });
});

describe("what is wrong with a line", () => {
  it.each([
    ["[]", "the line must be a map of keys, and is a list"],
    ['"x"', 'the line must be a map of keys, and is "x"'],
    ["{}", "key letter is missing in the line"],
  ])("is said of %s", (text, message) => {
    expect(problemOf(text)).toContain(message.replace(" in the line", ""));
  });

  it("has the column where the JSON ends to be one", () => {
    expect(problemOf('{"letter": "dead-0@7",, "key": null}')).toBe(
      "23: the line is no JSON: a name in quotes is missing",
    );
    expect(problemOf("{")).toBe("2: the line is no JSON: a name in quotes is missing");
    expect(problemOf(`${line} {}`)).toBe(
      `${line.length + 2}: the line is no JSON: there is text after the value`,
    );
  });

  it.each([
    [{ vaule: null }, '"vaule"', "unknown key vaule"],
    [{ timestamp: "now" }, '"timestamp"', 'timestamp must be a whole number, and is "now"'],
    [{ timestamp: 1.5 }, '"timestamp"', "timestamp must be a whole number"],
    [{ letter: "dead" }, '"letter"', '"dead" is no place of a letter'],
    [{ value: "v" }, '"value"', "value must be a map of keys or empty"],
    [{ value: { base64: "a*b" } }, '"value"', "value is no base64"],
    [{ value: { text: "\ud83d" } }, '"value"', "value has half of a character"],
    [{ value: { base64: "dg==", text: "w" } }, '"value"', "value is one thing as base64 and another as text"],
    [
      { origin: "sales-0@6" },
      '"origin"',
      'origin is "sales-0@6", and the headers of the letter say "sales-0@5"',
    ],
    [{ offset: 6 }, '"offset"', "offset is 6, and the headers of the letter say 5"],
    [{ connector: "b" }, '"connector"', 'connector is "b", and the headers of the letter say "sales"'],
    [{ replays: 2 }, '"replays"', "replays is 2, and the headers of the letter say 0"],
    [{ headers: [] }, '"origin"', 'origin is "sales-0@5", and the headers of the letter say null'],
    [{ headers: [{ name: "h" }] }, '{"name":"h"}', "key value is missing in headers[0]"],
  ])("is said with its column: %j", (change, part, message) => {
    const text = edited(change);
    const problem = problemOf(text);
    expect(problem).toContain(message);
    expect(problem).toMatch(new RegExp(`^${columnOf(text, part)}: `));
  });

  it("is said of a key that is missing, at the line's begin", () => {
    for (const name of ["letter", "timestamp", "key", "value"])
      expect(problemOf(edited({ [name]: undefined }))).toBe(`1: key ${name} is missing`);
  });
});
