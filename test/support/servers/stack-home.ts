import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CliRun, projectFolder, runCli } from "#test/support/cli.js";

/** A new folder for a stack's `--home`. */
export interface StackHome {
  readonly home: string;
  /** Takes the stack down, if one runs there, and deletes the folder. */
  readonly remove: () => Promise<CliRun>;
}

/** What is written to the process that removes orphans, once there is nothing left for it to do. */
export const removed = "removed";

const orphanRemover = fileURLToPath(new URL("remove-orphan.ts", import.meta.url));

/**
 * The servers of a stack outlive the process that starts them. So that Ctrl-C or a kill leaves none behind, another
 * process, which no signal of the terminal reaches, holds the end of a pipe to this one: when this process ends without
 * {@link StackHome.remove}, the pipe breaks, and that one takes the stack down.
 */
export async function stackHome(name: string): Promise<StackHome> {
  const home = await mkdtemp(join(tmpdir(), `cassink-${name}-`));
  const remover = spawn(process.execPath, ["--import", "tsx", orphanRemover, home], {
    cwd: projectFolder,
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  remover.unref();
  // A pipe to a child is a socket, and would keep this process alive.
  if (remover.stdin instanceof Socket) remover.stdin.unref();
  remover.stdin.on("error", () => undefined);
  return {
    home,
    async remove() {
      const down = await removeStack(home);
      remover.stdin.end(removed);
      return down;
    },
  };
}

/** Waits for a start that goes on under this home, and stops what it has started. */
export async function removeStack(home: string): Promise<CliRun> {
  const down = await runCli(["down", "--purge", "--yes", "--home", home], { deadline: 300_000 });
  await rm(home, { recursive: true, force: true });
  return down;
}
