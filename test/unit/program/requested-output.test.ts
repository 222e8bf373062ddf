import { describe, expect, it } from "vitest";
import { parseCommandLine } from "#cli/program/command-line.js";
import { requestedOutput } from "#cli/program/requested-output.js";
import { program } from "#cli/program.js";

describe("requestedOutput", () => {
  it.each([
    ["status", "text"],
    ["status -o json", "json"],
    ["-o json status", "json"],
    ["status -ojson", "json"],
    ["status -qo json", "json"],
    ["status -qvojson", "json"],
    ["status --output yaml", "yaml"],
    ["status --output=yaml", "yaml"],
    ["status -o json -o yaml", "yaml"],
    ["status --output=json -o text", "text"],
  ])("reads `%s` as the parser does", (text, format) => {
    const argv = text.split(" ");
    expect(requestedOutput(argv)).toBe(format);
    expect(parseCommandLine(program, argv)).toMatchObject({ globals: { output: format } });
  });

  it.each([
    ["statsu -o json", "json"],
    ["--nonsense --output=yaml", "yaml"],
    ["status -o xml", "text"],
    ["status -o", "text"],
    ["topic create -- -o json", "text"],
    ["", "text"],
  ])("reads `%s`, which cannot be parsed or says nothing", (text, format) => {
    expect(requestedOutput(text.split(" "))).toBe(format);
  });
});
