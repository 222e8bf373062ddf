import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Shell, shellScript } from "#cli/core/completion/shell-scripts.js";

/** A program that answers with the words that it was asked for, and with words that shells take apart. */
const program = {
  bash: `cassink() { printf '%s\\t%s\\n' "asked:$#:$3" words 'a b' quoted '--output=json' form; printf ':files\\n'; }`,
  fish: `function cassink; printf '%s\\t%s\\n' "asked:"(count $argv)":$argv[3]" words; end`,
};

const isThere = (shell: Shell): boolean => spawnSync(shell, ["--version"]).status === 0;

describe("bash", () => {
  /** What readline would offer behind a line. */
  function offered(line: string): readonly string[] {
    const script = [
      program.bash,
      shellScript("bash", "cassink"),
      `COMP_LINE=$1 COMP_POINT=\${#1}`,
      "_cassink",
      `printf '%s\\n' "\${COMPREPLY[@]}"`,
    ].join("\n");
    return execFileSync("bash", ["-c", script, "bash", line], { encoding: "utf8" }).trim().split("\n");
  }

  it("asks for the words up to the cursor, with an empty one behind a space", () => {
    expect(offered("cassink topic cr")[0]).toBe("asked:4:topic");
    expect(offered("cassink topic ")[0]).toBe("asked:4:topic");
    expect(offered("cassink  --context  prod topic create ")[0]).toBe("asked:7:--context");
  });

  it("quotes what a shell takes apart, and leaves out what stands before = and :", () => {
    expect(offered("cassink x")).toContain("a\\ b");
    expect(offered("cassink --output=j")).toContain("json");
  });
});

describe.skipIf(!isThere("fish"))("fish", () => {
  it("asks for the words up to the cursor, and shows descriptions", () => {
    const script = [program.fish, shellScript("fish", "cassink"), `complete -C "cassink topic "`].join("\n");
    expect(execFileSync("fish", ["-c", script], { encoding: "utf8" })).toBe("asked:4:topic\twords\n");
  });
});

it.skipIf(!isThere("zsh"))("zsh can read its script", () => {
  const run = spawnSync("zsh", ["-n", "-c", shellScript("zsh", "cassink")], { encoding: "utf8" });
  expect([run.status, run.stderr]).toEqual([0, ""]);
});
