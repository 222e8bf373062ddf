import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { birthOf } from "#cli/adapters/stack/process-table.js";
import { writeState } from "#cli/adapters/stack/state-file.js";
import type { StackState } from "#cli/core/stack/state.js";
import { projectFolder } from "#test/support/cli.js";
import { scaled } from "#test/support/scaled.js";
import { stackHome } from "#test/support/servers/stack-home.js";
import { waitFor } from "#test/support/wait-for.js";
import { livingServer } from "#test/unit/adapters/stack/living-server.js";

const slow = 30_000;

/** Writes what `up` would have: that this process is the stack's Kafka. */
async function pretendUp(home: string): Promise<Awaited<ReturnType<typeof livingServer>>> {
  const server = await livingServer(home, "kafka");
  const kafka = { name: "kafka", kind: "kafka", ports: [], dependsOn: [], ...server.process };
  const plan = { brokers: 1, workers: 1, nodes: 1, portOffset: 0, home };
  await writeState(home, { version: 1, plan, processes: [kafka] } as unknown as StackState);
  return server;
}

test(
  "a stack goes with the process that made its home, however that ends",
  async () => {
    const script = fileURLToPath(new URL("stack-home-owner.ts", import.meta.url));
    const owner = spawn(process.execPath, ["--import", "tsx", script], {
      cwd: projectFolder,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [home] = (await once(owner.stdout.setEncoding("utf8"), "data")) as [string];
    const server = await pretendUp(home);
    owner.kill("SIGKILL");
    const wait = { what: `the end of the stack under ${home}`, deadline: slow };
    await waitFor(wait, async (seen) => {
      const isThere = { folder: existsSync(home), server: await birthOf(server.process.pid) };
      seen(isThere);
      return !isThere.folder && isThere.server === undefined ? true : undefined;
    });
  },
  scaled(2 * slow),
);

test(
  "a stack is taken down by whoever made its home",
  async () => {
    const own = await stackHome("removed");
    const server = await pretendUp(own.home);
    expect(await own.remove()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("stopped") as string,
    });
    expect(existsSync(own.home)).toBe(false);
    expect(await birthOf(server.process.pid)).toBeUndefined();
  },
  scaled(2 * slow),
);
