import { describe, expect, it } from "vitest";
import { parseCommandLine } from "#cli/program/command-line.js";
import { program } from "#cli/program.js";
import { argumentsOf, blocksOf, pages, pageText } from "#test/support/docs/blocks.js";

const commandOf = (text: string): boolean => text.startsWith("npx cassink ") || text.startsWith("cassink ");

/** Commands in running text and in blocks that the end-to-end test does not run. */
const written = pages
  .flatMap((page) => [
    ...[...pageText(page).matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => ({ where: page, text })),
    ...blocksOf(page).flatMap(({ where, commands }) => commands.map((text) => ({ where, text }))),
  ])
  .filter(({ text }) => commandOf(text));

describe("commands that the pages name", () => {
  it.each(written)("$where: $text", ({ text }) => {
    const line = parseCommandLine(program, argumentsOf(text));
    expect(line.kind).not.toBe("incomplete");
  });
});
