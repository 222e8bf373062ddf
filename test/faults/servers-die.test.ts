import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandResult } from "#cli/ports/context.js";
import { type CliRun, runCli, runJson } from "#test/support/cli.js";
import { type OwnStack, ownStack } from "#test/support/servers/own-stack.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";

let stack: OwnStack;

beforeAll(async () => {
  stack = await ownStack();
  await stack.up();
});

afterAll(() => stack.remove());

/** Deploys a pipeline, sends records, does harm when the first are on their way, and returns the producer's end. */
async function produceWhile(pipeline: PipelineCopy, harm: () => void): Promise<CliRun> {
  const here = ["--home", stack.home];
  for (const command of [
    ["topic", "create"],
    ["table", "init"],
    ["connector", "deploy"],
  ]) {
    const run = await runCli([...command, "--file", pipeline.file, ...here]);
    expect(run.exitCode, run.stderr).toBe(0);
  }
  let harmed = false;
  const run = await runCli(
    ["produce", "item-sales", "--file", pipeline.file, "--count", "60000", "--rate", "6000", ...here],
    {
      onProgress: () => {
        if (!harmed) harm();
        harmed = true;
      },
    },
  );
  return run;
}

describe.each([
  ["the worker is killed", "connect", "SIGKILL"],
  // Not killed: a node that is loses what it has acknowledged since its last commit log sync (local-stack.md).
  ["Cassandra is stopped", "cassandra", "SIGTERM"],
] as const)("%s while records arrive", (_, name, signal) => {
  let pipeline: PipelineCopy;
  beforeAll(async () => {
    pipeline = await copyPipeline("item-sales");
  });
  afterAll(() => pipeline.remove(stack.home));

  it("loses nothing: after `up` every row is there", async () => {
    const produced = await produceWhile(pipeline, () => stack.signal(name, signal));
    expect(produced.exitCode, produced.stderr).toBe(0);
    const status = await runCli(["status", "--home", stack.home]);
    expect(status.exitCode, status.stdout).toBe(3);
    await stack.up();
    const verified = await runJson<CommandResult>(
      ["verify", "table", "--file", pipeline.file, "--wait", "180s", "--home", stack.home],
      { deadline: 240_000 },
    );
    expect(verified).toMatchObject({ outcome: "clean" });
  });
});
