import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { program } from "#cli/program.js";
import { manPage } from "#docs/generate/man-page.js";
import { projectFolder } from "#test/support/cli.js";

const page = manPage(program);

describe("docs/cassink.1", () => {
  it("says what the program's help says; else run npm run docs", async () => {
    expect(await readFile(join(projectFolder, "docs", "cassink.1"), "utf8")).toBe(page);
  });

  it("begins no line of text as a macro, and leaves no hyphen to be made a dash", () => {
    const macros = new Set(["TH", "SH", "SS", "TP", "PP", "RS", "RE", "nf", "fi", "B", '\\"']);
    for (const line of page.split("\n").filter((text) => /^[.']/.test(text))) {
      expect(macros).toContain(line.slice(1).split(" ")[0]);
    }
    expect(page.split("\n").filter((line) => /(?<!\\)-/.test(line) && !/^\.\\"|^\.TH/.test(line))).toEqual(
      [],
    );
  });

  it.skipIf(spawnSync("groff", ["--version"]).status !== 0)("is read by groff without a warning", () => {
    const run = spawnSync("groff", ["-man", "-Tutf8", "-ww", "-z"], { input: page, encoding: "utf8" });
    expect([run.status, run.stderr]).toEqual([0, ""]);
  });
});
