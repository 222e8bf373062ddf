import type { TestProject } from "vitest/node";
import { runCli } from "#test/support/cli.js";
import { scaled } from "#test/support/scaled.js";
import { freePortOffset } from "./ports.js";
import { stackHome } from "./stack-home.js";

declare module "vitest" {
  interface ProvidedContext {
    /** `--home` of the stack that all e2e files share. */
    home: string;
  }
}

/**
 * Starts one real stack for all e2e files, by the CLI itself, in a home and on ports of its own, and stops it
 * at the end, also where that is Ctrl-C. `CASSINK_E2E_HOME` names a stack that already runs, for quick rounds while
 * writing a test.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env["CASSINK_E2E_HOME"];
  if (running !== undefined) {
    project.provide("home", running);
    return () => Promise.resolve();
  }
  const { home, remove } = await stackHome("e2e");
  const offset = await freePortOffset();
  const up = await runCli(
    ["up", "--home", home, "--port-offset", String(offset), "--wait", `${scaled(120_000)}ms`],
    { deadline: 900_000 },
  );
  if (up.exitCode !== 0) {
    await remove();
    throw new Error(`the stack did not start\n${up.stdout}\n${up.stderr}`);
  }
  project.provide("home", home);
  return async () => {
    const down = await remove();
    if (down.exitCode !== 0) throw new Error(`the stack did not stop\n${down.stdout}\n${down.stderr}`);
  };
}
