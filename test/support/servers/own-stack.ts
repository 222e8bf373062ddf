import type { UpResult } from "#cli/commands/stack/up.js";
import { scaled } from "#test/support/scaled.js";
import { runJson } from "#test/support/cli.js";
import { freePortOffset } from "./ports.js";
import { stackHome } from "./stack-home.js";

/** A stack of one test file's own, for what would disturb the shared one. */
export interface OwnStack {
  readonly home: string;
  /** The flags that `up` needs to start it again. */
  readonly flags: readonly string[];
  /** Starts what does not run. */
  up(): Promise<UpResult>;
  /** Sends the signal to one of its processes (`kafka`, `connect-2`), by the pid that the last `up` told. */
  signal(process: string, signal: NodeJS.Signals): void;
  remove(): Promise<void>;
}

/** Chooses a home and ports, but starts nothing yet. `size` are flags of `up`: `--workers 2`. */
export async function ownStack(...size: readonly string[]): Promise<OwnStack> {
  const { home, remove } = await stackHome("own");
  const flags = ["--home", home, "--port-offset", String(await freePortOffset())];
  const command = ["up", ...flags, ...size, "--wait", `${scaled(240_000)}ms`];
  let processes: UpResult["processes"] = [];
  return {
    home,
    flags,
    async up() {
      const up = await runJson<UpResult>(command, { deadline: 300_000 });
      processes = up.processes;
      return up;
    },
    signal(name, signal) {
      const pid = processes.find((process) => process.name === name)?.pid;
      if (pid === undefined) throw new Error(`no process ${name} in ${JSON.stringify(processes)}`);
      process.kill(pid, signal);
    },
    async remove() {
      await remove();
    },
  };
}
