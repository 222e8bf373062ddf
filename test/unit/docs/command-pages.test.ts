import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { program } from "#cli/program.js";
import { commandPages } from "#docs/generate/command-pages.js";
import { projectFolder } from "#test/support/cli.js";

const folder = join(projectFolder, "docs", "commands");

describe("docs/commands", () => {
  const pages = commandPages(program);

  it("has a page for each command and no other", async () => {
    expect((await readdir(folder)).sort()).toEqual([...pages.keys()].sort());
  });

  it.each([...pages])("%s says what --help says; else run npm run docs", async (file, text) => {
    expect(await readFile(join(folder, file), "utf8")).toBe(text);
  });

  it.each(program.commands.map((command) => [command.words.join(" "), command] as const))(
    "%s has an example that begins with its own words",
    (words, command) => {
      expect(command.examples.length).toBeGreaterThan(0);
      for (const example of command.examples) expect(example.command.includes(words)).toBe(true);
    },
  );
});
