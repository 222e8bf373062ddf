import { describe, expect, it } from "vitest";
import { programName, withCalled } from "#cli/reporters/called.js";

const commands = ["up", "down", "topic create", "connector status"];
const called = {
  program: "npx cassink",
  flags: [["--home", "/tmp/my stack"] as const],
  selection: ["-f", "my.yaml"],
};
const shown = (text: string): string => withCalled(text, called, commands);

describe("printed commands", () => {
  it.each([
    ["cassink", undefined, "cassink"],
    ["node_modules/.bin/cassink", "exec", "npx cassink"],
    ["cli/bin/cassink.js", "run-script", "npx cassink"],
    ["cli/bin/cassink.js", undefined, "node cli/bin/cassink.js"],
    ["../opt/bin/cassink", undefined, "cassink"],
    ["../opt/bin/cassink", "run-script", "cassink"],
  ])("of %s under npm %s are %s", (script, npm, name) => {
    expect(programName(script, npm)).toBe(name);
  });

  it("have the name and the flags of the line that was typed", () => {
    expect(shown("The stack is up. `cassink down` stops it.")).toBe(
      "The stack is up. `npx cassink --home '/tmp/my stack' down` stops it.",
    );
    expect(shown("make it with: cassink topic create - or not")).toBe(
      "make it with: npx cassink --home '/tmp/my stack' topic create -f my.yaml - or not",
    );
    expect(shown("cassink topic create weather")).not.toContain("my.yaml");
    expect(shown("  npx cassink up --workers 2")).toBe("  npx cassink --home '/tmp/my stack' up --workers 2");
  });

  it("are the program's name alone before help", () => {
    expect(shown("npx cassink --help   every command")).toBe("npx cassink --help   every command");
    expect(
      withCalled("npx cassink --help   every command", { ...called, program: "cassink" }, commands),
    ).toBe("cassink --help   every command");
    expect(shown("see cassink topic --help")).toBe("see npx cassink topic --help");
    expect(shown("it wants a login: cassink help connections")).toBe(
      "it wants a login: npx cassink help connections",
    );
  });

  it("do not get a flag twice", () => {
    expect(shown("cassink up --home /x --wait 300s")).toBe("npx cassink up --home /x --wait 300s");
  });

  it("get the flags of other servers only where they reach them", () => {
    const flags = [["--home", "/x"], ["--kafka-tls"], ["--kafka-token", "command:print it"]] as const;
    const text = (line: string): string =>
      withCalled(line, { program: "cassink", flags, selection: [] }, ["up", "topic list", "context use"]);
    expect(text("cassink topic list")).toBe(
      "cassink --home /x --kafka-tls --kafka-token 'command:print it' topic list",
    );
    expect(text("cassink up")).toBe("cassink --home /x up");
    expect(text("cassink context use a")).toBe("cassink context use a");
  });

  it("leave other words alone: the project's name, a file, a command that is none", () => {
    for (const text of ["a defect of cassink", "cassink.sink.metrics", "cassink upper"])
      expect(shown(text)).toBe(text);
  });
});
