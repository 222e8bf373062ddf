import { spawn } from "node:child_process";
import type { Shell } from "../../ports/shell.js";

/** Characters. */
const longestErrors = 2_000;

/** The user's own shell commands, by `sh -c`. */
export const systemShell: Shell = {
  async run(line, input, signal) {
    signal.throwIfAborted();
    // A process group of its own, so that what the shell has started ends with it; and Ctrl-C of the terminal is ours.
    const child = spawn("sh", ["-c", line], { stdio: ["pipe", "pipe", "pipe"], detached: true });
    const onAbort = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    };
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const output: Buffer[] = [];
      let errors = "";
      child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        errors = (errors + text).slice(-longestErrors);
      });
      // A command may end without reading its input.
      child.stdin.on("error", () => undefined);
      child.stdin.end(input);
      const end = await new Promise<number | string>((resolve) => {
        child.on("error", (error) => resolve(error.message));
        child.on("close", (exitCode, killedBy) => resolve(exitCode ?? killedBy ?? "no exit code"));
      });
      signal.throwIfAborted();
      return { end, output: Buffer.concat(output), errors };
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  },
};
