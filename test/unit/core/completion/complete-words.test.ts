import { describe, expect, it } from "vitest";
import { completeWords } from "#cli/core/completion/complete-words.js";
import type { CommandTree } from "#cli/core/completion/tree.js";

const tree: CommandTree = {
  commands: [
    {
      words: ["topic", "create"],
      summary: "make topics",
      arguments: { name: { completes: ["pipeline", "file"], repeatable: true } },
      options: {
        file: { flags: "-f, --file <path>", description: "a file", completes: ["file"], repeatable: true },
        burst: { flags: "--burst [n]", description: "at once" },
        secret: { flags: "--secret <text>", description: "", hidden: true },
      },
    },
    { words: ["topic", "list"], summary: "list topics" },
    { words: ["up"], summary: "start" },
    { words: ["complete"], summary: "for shells", hidden: true },
    {
      words: ["say"],
      summary: "say one word",
      arguments: { word: { choices: ["hello", "help", "bye"] } },
    },
  ],
  groups: { topic: "topics" },
  globals: [
    { flags: "-o, --output <format>", description: "form", choices: ["table", "json"] },
    { flags: "--context <name>", description: "servers", completes: ["context"] },
    { flags: "-q, --quiet", description: "no progress" },
  ],
};

const completed = (...typed: string[]) => completeWords(tree, typed);
const values = (...typed: string[]): string[] => completed(...typed).candidates.map(({ value }) => value);

describe("the words of commands", () => {
  it.each([
    [[""], ["topic", "up", "say"]],
    [["t"], ["topic"]],
    [
      ["topic", ""],
      ["create", "list"],
    ],
    [["topic", "li"], ["list"]],
    [["-q", "-o", "json", "topic", "c"], ["create"]],
    [["nosuch", ""], []],
    [["complet"], []],
  ])("behind %j are %j", (typed, expected) => {
    expect(values(...typed)).toEqual(expected);
  });

  it("have their summaries, and groups theirs", () => {
    expect(completed("topic", "c").candidates).toEqual([{ value: "create", description: "make topics" }]);
    expect(completed("top").candidates).toEqual([{ value: "topic", description: "topics" }]);
  });
});

describe("flags", () => {
  it("are those of the command and of every command, but for hidden ones", () => {
    expect(values("topic", "create", "-")).toEqual(["--file", "--burst", "--output", "--context", "--quiet"]);
    expect(values("--")).toEqual(["--output", "--context", "--quiet"]);
  });

  it("stand there once, unless they may be repeated", () => {
    expect(values("topic", "create", "-q", "-f", "a", "--burst", "--")).toEqual([
      "--file",
      "--output",
      "--context",
    ]);
  });

  it.each([
    [["-o", ""], ["table", "json"], [], ""],
    [["-o", "j"], ["json"], [], ""],
    [["--output=j"], ["--output=json"], [], "--output="],
    [["topic", "create", "--context", "p"], [], ["context"], ""],
    [["topic", "create", "--context=p"], [], ["context"], "--context="],
  ])("take what they want: %j", (typed, words, names, prefix) => {
    expect(completed(...typed)).toMatchObject({ names, prefix });
    expect(values(...typed)).toEqual(words);
  });

  it("end at --", () => {
    expect(completed("topic", "create", "--", "-").names).toEqual(["pipeline", "file"]);
  });
});

describe("arguments", () => {
  it("are repeated where they may be, and a flag's value is none of them", () => {
    expect(completed("topic", "create", "a", "-f", "b", "").names).toEqual(["pipeline", "file"]);
    expect(completed("topic", "create", "--burst", "").names).toEqual(["pipeline", "file"]);
    expect(values("say", "he")).toEqual(["hello", "help"]);
    expect(completed("say", "hello", "")).toEqual({ candidates: [], names: [], prefix: "" });
    expect(completed("topic", "list", "")).toEqual({ candidates: [], names: [], prefix: "" });
  });
});
