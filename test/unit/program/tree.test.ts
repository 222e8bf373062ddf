import { describe, expect, it } from "vitest";
import { program } from "#cli/program.js";
import { parseCommandLine } from "#cli/program/command-line.js";

const commands = program.commands.map((command) => [command.words.join(" "), command] as const);
const groups = Object.keys(program.groups).map((words) => words.split(" "));
const pages = [[], ...groups, ...program.commands.map(({ words }) => words)].map(
  (words) => [words.join(" "), words] as const,
);

const help = (words: readonly string[], columns?: number): string => {
  const line = parseCommandLine(program, [...words, "--help"], columns);
  if (line.kind !== "text") throw new Error("no help");
  return line.text;
};
const wordsOf = (text: string): readonly string[] => text.split(/\s+/);

describe.each(commands)("%s", (_, { words, summary, examples, effect, options = {} }) => {
  it("says on one line what it does, and gives examples that can be parsed", () => {
    expect(summary).toMatch(/^\S+( \S+)+[^.\s]$/);
    expect(examples.length).toBeGreaterThan(0);
    for (const { command } of examples) {
      const line = parseCommandLine(
        program,
        command
          .replace(/ (<|>>?) .*$/, "")
          .replaceAll("'", "")
          .split(" "),
      );
      expect(line).toMatchObject({ kind: "run", words });
    }
  });

  it(`takes the options of one that ${effect}`, () => {
    expect("dryRun" in options, "--dry-run").toBe(effect !== "reads");
    if (effect === "destroys") expect(options).toHaveProperty("yes");
    if (effect === "reads") expect(options).not.toHaveProperty("yes");
  });
});

describe.each(pages)("the help of `%s`", (_, words) => {
  it.each([80, 40])("is folded and whole in a terminal of %s columns", (columns) => {
    const text = help(words, columns);
    expect(wordsOf(text)).toEqual(wordsOf(help(words)));
    expect(text).not.toContain("…");
  });

  it("breaks what describes a command and its options before 80 columns", () => {
    const [described = ""] = help(words, 80).split(/\n(?=TLS and logins|Examples:)/);
    for (const line of described.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });
});
