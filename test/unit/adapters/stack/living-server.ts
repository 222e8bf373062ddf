import { spawn } from "node:child_process";
import { once } from "node:events";
import { birthOf } from "#cli/adapters/stack/process-table.js";
import { markArguments, type StartedProcess } from "#cli/core/stack/state.js";

/** A process that a stack under `home` takes for its server of this name. It does nothing. */
export async function livingServer(
  home: string,
  name: string,
): Promise<{ readonly process: Pick<StartedProcess, "pid" | "birth">; end(): Promise<void> }> {
  const code = ["-e", "process.stdin.resume()", "--", ...markArguments(home, name)];
  const child = spawn(process.execPath, code);
  await once(child, "spawn");
  const pid = child.pid ?? NaN;
  return {
    process: { pid, birth: (await birthOf(pid)) ?? "" },
    async end() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
