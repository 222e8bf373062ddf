import { setTimeout } from "node:timers/promises";
import { stopOrder } from "../../core/stack/describe.js";
import type { StartedProcess } from "../../core/stack/state.js";
import type { Progress } from "../../ports/progress.js";
import type { StopReport } from "../../ports/stack.js";
import { keepArchive } from "./class-archive.js";
import { isAlive } from "./state-file.js";

/**
 * Milliseconds between SIGTERM and SIGKILL. A server that was ready (`served`) may need time to write its class-data
 * archive; one whose start failed (`unfinished`) has nothing to save.
 */
const stopTimeout = { served: 60_000, unfinished: 5_000 } as const;

type StopCase = keyof typeof stopTimeout;

/**
 * Stops processes, those that depend on others first: SIGTERM, a wait, then SIGKILL. A pid that now belongs to another
 * process is not touched.
 */
export async function stopProcesses(
  home: string,
  processes: readonly StartedProcess[],
  progress: Progress,
  stopCase: StopCase,
): Promise<Pick<StopReport, "stopped" | "dead">> {
  const stopped: StopReport["stopped"][number][] = [];
  const dead: string[] = [];
  for (const wave of stopOrder(processes)) {
    await Promise.all(
      wave.map(async (process) => {
        const by = await stopOne(home, process, progress, stopCase);
        if (by === "dead") dead.push(process.name);
        else stopped.push({ name: process.name, pid: process.pid, by });
      }),
    );
  }
  return { stopped, dead };
}

async function stopOne(
  home: string,
  server: StartedProcess,
  progress: Progress,
  stopCase: StopCase,
): Promise<"signal" | "kill" | "dead"> {
  if (!(await isAlive(home, server))) return "dead";
  progress.report({ kind: "server stops", name: server.name });
  const start = Date.now();
  send(server.pid, "SIGTERM");
  let by: "signal" | "kill" = "signal";
  while (await isAlive(home, server)) {
    if (Date.now() - start > stopTimeout[stopCase] && by === "signal") {
      by = "kill";
      send(server.pid, "SIGKILL");
    }
    await setTimeout(50);
  }
  if (by === "signal" && stopCase === "served") await keepArchive(server);
  progress.report({ kind: "server stopped", name: server.name, by, milliseconds: Date.now() - start });
  return by;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // ESRCH: it ended since isAlive saw it.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
