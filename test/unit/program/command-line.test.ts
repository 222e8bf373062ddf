import { describe, expect, it } from "vitest";
import { parseCommandLine } from "#cli/program/command-line.js";
import { wholeNumber } from "#cli/program/option-values.js";
import { UsageError } from "#cli/errors.js";

const program = {
  name: "cassink",
  version: "1.2.3",
  summary: "summary",
  groups: { topic: "topics" },
  commands: [
    {
      words: ["topic", "create"],
      summary: "make topics",
      arguments: [{ name: "pipeline", description: "name" }],
      options: [
        { flags: "--count <n>", description: "how many", parse: wholeNumber(1), default: 10 },
        { flags: "--city <name>", description: "a city", repeatable: true },
      ],
      examples: [{ command: "topic create weather", explains: "one" }],
      load: () => Promise.reject(new Error("never loaded")),
    },
  ],
};

const parse = (...argv: string[]) => parseCommandLine(program, argv);

describe("parseCommandLine", () => {
  it("gives arguments by name, flags parsed, defaults filled", () => {
    const line = parse("topic", "create", "weather", "--city", "Oslo", "--city", "Rome");
    expect(line).toMatchObject({
      kind: "run",
      input: { pipeline: "weather", count: 10, city: ["Oslo", "Rome"] },
    });
  });

  it.each([
    ["before", ["-o", "json", "topic", "create"]],
    ["after", ["topic", "create", "-o", "json"]],
  ])("takes global options %s the command", (_, argv) => {
    expect(parse(...argv)).toMatchObject({ kind: "run", globals: { output: "json" } });
  });

  it("leaves an argument that was not given out of the input", () => {
    const line = parse("topic", "create");
    expect(line.kind === "run" && "pipeline" in line.input).toBe(false);
  });

  it("names the flag when its value is bad", () => {
    expect(() => parse("topic", "create", "--count", "x")).toThrow(
      new UsageError('option --count <n>: "x" is not a whole number from 1'),
    );
  });

  it.each([
    [["topic", "creat"], "create"],
    [["topic", "create", "--cout", "1"], "--count"],
    [["topc"], "topic"],
  ])("suggests the word that was meant: %j", (argv, meant) => {
    expect.assertions(2);
    try {
      parse(...argv);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      expect((error as UsageError).hint).toContain(meant);
    }
  });

  it("answers help and version with exit code 0, a missing verb with 2", () => {
    expect(parse("--version")).toMatchObject({ kind: "text", text: "1.2.3\n", exitCode: 0 });
    expect(parse("topic", "create", "--help")).toMatchObject({ kind: "text", exitCode: 0 });
    expect(parse("topic")).toMatchObject({ kind: "text", exitCode: 2 });
    expect(parse()).toMatchObject({ kind: "text", exitCode: 2 });
  });

  it("shows examples and global options on a command's help page", () => {
    const line = parse("topic", "create", "--help");
    expect(line.kind === "text" && line.text).toMatch(/cassink topic create weather[\s\S]*/);
    expect(line.kind === "text" && line.text).toContain("--bootstrap-servers");
  });
});
