import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import type { TopicListResult } from "#cli/commands/topic/list.js";
import { environment, projectFolder, runCli, runJson } from "#test/support/cli.js";
import { checkOutput } from "#test/support/output-schema.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";

const home = inject("home");

/** What a program reads from standard output; text of the error stands on standard error. */
describe("a wrong command line", () => {
  it.each([
    [["topic", "lst"], "unknown command 'lst'"],
    [["-o", "yaml", "topic"], "cassink topic needs a command"],
    [["nonsense"], "unknown command 'nonsense'"],
    [["up", "--brokers", "0"], "option --brokers"],
    [["up", "--nonsense"], "unknown option '--nonsense'"],
    [["context", "remove"], "missing required argument 'name'"],
    [["context", "use", "../%2F\u001b[2J"], "no name of a context"],
  ])("%j is told as data, too", async (argv, message) => {
    const json = await runCli([...argv, "--output=json"]);
    expect(json.exitCode).toBe(2);
    const failure = JSON.parse(json.stdout) as { error: { type: string; message: string } };
    checkOutput(argv, failure);
    expect(failure.error.type).toBe("UsageError");
    expect(failure.error.message).toContain(message);
    expect(json.stderr).not.toBe("");
    const yaml = await runCli([...argv, "-o", "yaml"]);
    expect(parse(yaml.stdout)).toEqual(failure);
  });

  it("leaves standard output empty where text is wanted", async () => {
    expect(await runCli(["topic", "lst"])).toMatchObject({ exitCode: 2, stdout: "" });
  });
});

describe("a script of completion", () => {
  it("is taken by bash as it is printed", async () => {
    const { stdout } = await runCli(["completion", "bash"]);
    const bash = await promisify(execFile)("bash", ["-c", 'eval "$1"; complete -p cassink', "bash", stdout]);
    expect(bash.stdout).toBe("complete -F _cassink cassink\n");
  });

  it.each(["zsh", "fish"])("of %s has lines", async (shell) => {
    expect((await runCli(["completion", shell])).stdout.split("\n").length).toBeGreaterThan(5);
  });
});

describe("a result", () => {
  let pipeline: PipelineCopy;
  let folder: string;
  beforeAll(async () => {
    pipeline = await copyPipeline("item-sales");
    folder = await mkdtemp(join(tmpdir(), "cassink-program-"));
  });
  afterAll(() => Promise.all([pipeline.remove(home), rm(folder, { recursive: true })]));

  it("of a dry run says so, as text and as data, and nothing is made", async () => {
    const here = ["-f", pipeline.file, "--home", home];
    expect(await runJson(["topic", "create", "--dry-run", ...here])).toMatchObject({
      dryRun: true,
      topics: [{ name: pipeline.topic, state: "created" }],
    });
    const text = await runCli(["table", "init", "--dry-run", ...here]);
    expect(text).toMatchObject({ exitCode: 0 });
    expect(text.stdout).toMatch(/^dry run, nothing is changed:\n[^]*created/);
    const list = await runJson<TopicListResult>(["topic", "list", ...here]);
    expect(list.topics[0]?.partitions).toBeUndefined();
    // Other files make topics meanwhile: only what is of this file stays as it is.
    const argv = ["topic", "delete", "--dry-run", ...here];
    expect(parse((await runCli([...argv, "-o", "yaml"])).stdout)).toEqual(await runJson(argv));
    const dropped = await runJson(["table", "drop", "--dry-run", ...here]);
    expect(dropped).toMatchObject({ dryRun: true, tables: [{ action: "absent" }] });
  });

  it("of logs holds the entries that were asked for, stack traces whole", async () => {
    await mkdir(join(folder, "logs"), { recursive: true });
    const entry = "2026-03-02T08:15:31,000 ERROR it failed (Task)\n\tat a.B\n";
    const others = "2026-03-02T08:15:30,000 INFO  fine (Task)\n";
    await writeFile(join(folder, "logs", "kafka.log"), `${others}${entry}${others}`);
    const run = await runCli(["logs", "kafka", "--level", "warn", "--grep", "a\\.B", "--home", folder]);
    expect(run).toMatchObject({ exitCode: 0, stdout: entry });
    const none = await runCli(["logs", "kafka", "--level", "warn", "--since", "1h", "--home", folder]);
    expect(none).toMatchObject({ exitCode: 0, stdout: "" });
  });

  it.each([
    [
      "json",
      (text: string) =>
        text
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as unknown),
    ],
    ["yaml", (text: string) => parseAllDocuments(text).map((each) => each.toJS() as unknown)],
  ])("that is a stream is one document after the other in %s, and nothing else", async (format, read) => {
    await mkdir(join(folder, "logs"), { recursive: true });
    await writeFile(join(folder, "logs", "kafka.log"), "first: line\nsecond\u001b[2J\n");
    const run = await runCli(["logs", "kafka", "--follow", "--home", folder, "-o", format], {
      onOutput: (stdout, child) => {
        if (stdout.includes("second")) child.kill("SIGINT");
      },
    });
    expect(run.exitCode).toBe(130);
    const documents = read(run.stdout);
    for (const document of documents) checkOutput(["logs", "--follow"], document);
    expect(documents).toEqual([
      { process: "kafka", line: "first: line" },
      { process: "kafka", line: "second\u001b[2J" },
    ]);
  });
});

it
  .runIf(existsSync("/dev/full"))
  .each([[["--help"]], [["context", "list"]], [["context", "list", "-o", "json"]]])(
  "%j says in a line that its result could not be written",
  async (argv) => {
    const full = await open("/dev/full", "w");
    try {
      const child = spawn(process.execPath, [join(projectFolder, "cli/bin/cassink.js"), ...argv], {
        stdio: ["ignore", full.fd, "pipe"],
        env: environment(),
      });
      if (child.stderr === null) throw new Error("it was to be piped");
      const [code, stderr] = await Promise.all([
        new Promise((ended) => child.once("exit", ended)),
        text(child.stderr),
      ]);
      expect(stderr).toBe("error: the result cannot be written to stdout: no space left on device\n");
      expect(code).toBe(1);
    } finally {
      await full.close();
    }
  },
);
