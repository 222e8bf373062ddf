import { setTimeout } from "node:timers/promises";
import { stopOrder } from "../../core/stack/describe.js";
import type { StartedProcess } from "../../core/stack/state.js";
import type { Progress } from "../../ports/progress.js";
import type { StopReport } from "../../ports/stack.js";
import { keepArchive } from "./class-archive.js";
import { isAlive } from "./state-file.js";

/**
 * Milliseconds a server gets to end by itself. One that served may first write its class-data archive; one whose
 * start was given up has nothing to lose.
 */
const patience = { served: 60_000, unfinished: 5_000 } as const;

type Life = keyof typeof patience;

/** Stops processes, dependants first: a signal, a wait, then a kill. Whatever is not ours any more is left alone. */
export async function stopProcesses(
  home: string,
  processes: readonly StartedProcess[],
  progress: Progress,
  life: Life,
): Promise<Pick<StopReport, "stopped" | "dead">> {
  const stopped: StopReport["stopped"][number][] = [];
  const dead: string[] = [];
  for (const wave of stopOrder(processes)) {
    await Promise.all(
      wave.map(async (process) => {
        const by = await stopOne(home, process, progress, life);
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
  life: Life,
): Promise<"signal" | "kill" | "dead"> {
  if (!(await isAlive(home, server))) return "dead";
  progress.report({ kind: "server stops", name: server.name });
  const start = Date.now();
  send(server.pid, "SIGTERM");
  let by: "signal" | "kill" = "signal";
  while (await isAlive(home, server)) {
    if (Date.now() - start > patience[life] && by === "signal") {
      by = "kill";
      send(server.pid, "SIGKILL");
    }
    await setTimeout(50);
  }
  if (by === "signal" && life === "served") await keepArchive(server);
  progress.report({ kind: "server stopped", name: server.name, by, milliseconds: Date.now() - start });
  return by;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended between our look and our signal.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
