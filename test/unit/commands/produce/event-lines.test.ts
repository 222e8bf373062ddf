import { describe, expect, it } from "vitest";
import { type EventLinesOptions, recordOfLine } from "#cli/commands/produce/event-lines.js";
import { InputError } from "#cli/errors.js";

const options: EventLinesOptions = { source: "sales.ndjson", key: "id", check: undefined, raw: false };
const record = (line: string, changed: Partial<EventLinesOptions> = {}, lineNumber = 17) =>
  recordOfLine(line, lineNumber, 42, { ...options, ...changed });

function failure(line: string, changed: Partial<EventLinesOptions> = {}): InputError {
  try {
    record(line, changed);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("no failure");
}

describe("recordOfLine", () => {
  it("sends the line as it is written, keyed by the topic's field", () => {
    const line = '{ "id":"a-1",  "n":1.50 }';
    expect(record(line)).toEqual({ key: "a-1", value: line, timestamp: 42 });
    expect(record(line, { key: undefined })).toEqual({ key: null, value: line, timestamp: 42 });
  });

  it.each([
    ['{"id":2643743}', "2643743"],
    ['{"id":9007199254740993}', "9007199254740993"],
    ['{"id":18446744073709551617}', "18446744073709551617"],
    ['{"id":-7}', "-7"],
  ])("keeps every digit of a numeric key: %s", (line, key) => {
    expect(record(line)?.key).toBe(key);
  });

  it("passes over empty lines and a byte order mark", () => {
    expect(record("")).toBeUndefined();
    expect(record(" \t")).toBeUndefined();
    expect(record('\ufeff{"id":"a"}', {}, 1)).toEqual({ key: "a", value: '{"id":"a"}', timestamp: 42 });
  });

  it("names the line that is no JSON, lacks its key, or breaks the schema", () => {
    expect(failure("{oops")).toMatchObject({ where: "sales.ndjson:17" });
    expect(failure("{oops").message).toContain("no JSON");
    expect(failure('{"name":"x"}').message).toContain("no id");
    expect(failure('{"id":{}}').message).toContain("no id");
    expect(failure("[1]").message).toContain("no id");
    const check = () => ["key name is missing"];
    expect(failure('{"id":"a"}', { check }).lines).toEqual(["key name is missing"]);
    expect(failure('{"id":"a"}', { check }).hint).toContain("--no-schema");
  });

  it("sends anything when it is told to", () => {
    expect(record("{oops", { raw: true })).toEqual({ key: null, value: "{oops", timestamp: 42 });
    expect(record('{"id":"a"}', { raw: true, check: () => ["bad"] })?.key).toBe("a");
    expect(record('{"n":1}', { raw: true })?.key).toBeNull();
  });
});
