import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "#test/support/cli.js";
import { type OwnStack, ownStack } from "#test/support/servers/own-stack.js";

let stack: OwnStack;

beforeAll(async () => {
  stack = await ownStack();
});

afterAll(() => stack.remove());

/** The demo's stages, each known by the line that it begins with. */
const stages = ["up", "topic create", "table init", "connector deploy", "produce item-sales", "verify table"];

describe("Ctrl-C in the demo", () => {
  it.each(stages)("during `%s` ends it with 130 and leaves nothing running", async (stage) => {
    let interrupted = false;
    const run = await runCli(["demo", ...stack.flags], {
      onProgress: (stderr, child) => {
        if (interrupted || !stderr.includes(`cassink ${stage}`)) return;
        interrupted = true;
        child.kill("SIGINT");
      },
    });
    expect(interrupted).toBe(true);
    expect(run.exitCode, run.stderr).toBe(130);
    const status = await runCli(["status", "--home", stack.home]);
    expect(status.stdout).toContain("No stack is running");
  });
});
