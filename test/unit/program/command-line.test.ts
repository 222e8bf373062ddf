import { describe, expect, expectTypeOf, it } from "vitest";
import { command } from "#cli/program/command.js";
import { parseCommandLine } from "#cli/program/command-line.js";
import type { CommandDefinition, InputOf } from "#cli/program/definition.js";
import { program as cassink } from "#cli/program.js";
import { wholeNumber, wholePattern } from "#cli/program/option-values.js";
import { pipelineSelection } from "#cli/program/shared-options.js";
import { UsageError } from "#cli/errors.js";
import { fakeContext } from "#test/support/fakes/context.js";

const create = {
  words: ["topic", "create"],
  summary: "make topics",
  effect: "changes",
  arguments: { pipeline: { description: "name" } },
  options: {
    records: { flags: "--count <n>", description: "how many", parse: wholeNumber(1), default: 10 },
    burst: { flags: "--burst [n]", description: "at once", parse: wholeNumber(2) },
    source: { flags: "--source <name>", description: "from", choices: ["here", "there"] },
    cities: { flags: "--city <name>", description: "a city", repeatable: true },
    schema: { flags: "--no-schema", description: "unchecked" },
    dryRun: { flags: "--dry-run", description: "only say it" },
  },
  examples: [{ command: "topic create weather", explains: "one" }],
} as const satisfies CommandDefinition;

const inputs: InputOf<typeof create>[] = [];
const program = {
  name: "cassink",
  version: "1.2.3",
  summary: "summary",
  groups: { topic: "topics" },
  commands: [
    command(
      create,
      () =>
        Promise.resolve({
          run: (input) => {
            inputs.push(input);
            return Promise.resolve({ outcome: "clean" } as const);
          },
        }),
      () => Promise.resolve({ render: () => "" }),
      "render",
    ),
  ],
};

const parse = (...argv: string[]) => parseCommandLine(program, argv);

/** What the handler gets when the line is run. */
async function input(...argv: string[]) {
  const line = parse(...argv);
  if (line.kind !== "run") throw new Error("not a command to run");
  const run = await line.load();
  await run(fakeContext().context);
  return inputs.at(-1);
}

describe("the words of the program's own commands", () => {
  const line = (...argv: string[]) => parseCommandLine(cassink, argv);

  it.each([
    [["connector", "validate", "my.yaml"], ["my.yaml"]],
    [
      ["connector", "validate", "-f", "a", "-f", "b"],
      ["-f", "a", "-f", "b"],
    ],
    [
      ["connector", "status", "one", "two", "--file", "x"],
      ["one", "two", "-f", "x"],
    ],
    [["topic", "produce", "my.yaml", "--events", "e"], ["my.yaml"]],
    [["table", "init", "-"], []],
    [["table", "init", "-f", "-"], []],
    [["verify", "table"], []],
    [["context", "show", "prod"], []],
  ])("%j are about %j, as they are typed again", (argv, selection) => {
    expect(line(...argv)).toMatchObject({ kind: "run", selection });
  });

  it.each([
    ["doctor", "--record", "5"],
    ["status", "kafka"],
    ["up", "now"],
    ["connector", "lsit"],
    ["connector", "list", "--sate", "failed"],
    ["connector", "list", "--state", "broken"],
    ["connector", "list", "--regex", "("],
  ])("refuses what it does not know: %s %s %s %s", (...argv) => {
    expect(() => line(...argv)).toThrow(UsageError);
  });

  it("matches the whole name with a pattern", () => {
    expect(["sales-1", "old-sales-1"].filter((name) => wholePattern("sales-.*|x").test(name))).toEqual([
      "sales-1",
    ]);
  });

  it.each(
    cassink.commands
      .filter(({ options = {} }) => "file" in options)
      .map((each) => [each.words.join(" "), each]),
  )("%s takes words and -f by the one definition", (_, { arguments: words, options }) => {
    expect(words).toHaveProperty("name.repeatable", true);
    expect(options?.["file"]).toBe(pipelineSelection.options.file);
  });
});

describe("parseCommandLine", () => {
  it("gives the handler arguments and options under their keys, parsed, with defaults", async () => {
    expect(await input("topic", "create", "weather", "--city", "Oslo", "--city", "Rome")).toStrictEqual({
      pipeline: "weather",
      records: 10,
      cities: ["Oslo", "Rome"],
      schema: true,
    });
    const given = ["--count", "3", "--burst", "--source", "there", "--no-schema", "--dry-run"];
    expect(await input("topic", "create", ...given)).toStrictEqual({
      records: 3,
      burst: true,
      source: "there",
      schema: false,
      dryRun: true,
    });
  });

  it("infers the types of what the handler gets from the definition", () => {
    expectTypeOf<InputOf<typeof create>>().branded.toEqualTypeOf<{
      readonly pipeline?: string;
      readonly records: number;
      readonly burst?: number | true;
      readonly source?: "here" | "there";
      readonly cities?: readonly string[];
      readonly schema: boolean;
      readonly dryRun?: boolean;
    }>();
  });

  it.each([
    ["before", ["-o", "json", "topic", "create"]],
    ["after", ["topic", "create", "-o", "json"]],
  ])("takes global options %s the command", (_, argv) => {
    expect(parse(...argv)).toMatchObject({ kind: "run", globals: { output: "json" } });
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

  it("answers help and version, and names the commands where one is missing", () => {
    expect(parse("--version")).toMatchObject({ kind: "text", text: "1.2.3\n" });
    expect(parse("topic", "create", "--help")).toMatchObject({ kind: "text" });
    expect(parse("-o", "json", "topic")).toMatchObject({
      kind: "incomplete",
      error: { message: "cassink topic needs a command: create, help", hint: "see cassink topic --help" },
    });
    expect(parse()).toMatchObject({
      kind: "incomplete",
      error: { message: "cassink needs a command: topic, help" },
    });
  });

  it("shows examples and global options on a command's help page", () => {
    const line = parse("topic", "create", "--help");
    expect(line.kind === "text" && line.text).toMatch(/cassink topic create weather[\s\S]*/);
    expect(line.kind === "text" && line.text).toContain("--bootstrap-servers");
  });
});
