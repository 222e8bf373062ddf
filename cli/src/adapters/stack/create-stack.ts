import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import { addressOf } from "../../core/stack/process.js";
import type { StartedProcess } from "../../core/stack/state.js";
import { UsageError } from "../../errors.js";
import type { ProcessStatus, Stack, StopReport, StopRequest } from "../../ports/stack.js";
import { isHome, makeHome, purgeHome } from "./home-folder.js";
import { withLock } from "./lock.js";
import { sizeOf } from "./files.js";
import { followLogs, lastLines, readLines, rolled } from "./logs.js";
import { inspectMachine } from "./machine.js";
import { answers } from "./probes.js";
import { memoryOf } from "./process-table.js";
import type { StackLocation } from "./await-all.js";
import { startStack } from "./start.js";
import { aliveOf, isAlive, readState, removeState } from "./state-file.js";
import { stopProcesses } from "./stop.js";

/** The local stack under the location's home folder. Nothing is started or opened before a call. */
export function createStack(location: StackLocation): Stack {
  const { home } = location;
  const lock = join(home, "stack.lock");
  return {
    home,
    async start(request) {
      if (request.dryRun === true) return startStack(location, request);
      await makeHome(home);
      return withLock(
        lock,
        request.signal,
        (pid) => request.progress.report({ kind: "stack waits", pid, home }),
        () => startStack(location, request),
      );
    },
    async stop(request) {
      if (request.dryRun === true) return wouldStop(home, request);
      try {
        return await withLock(
          lock,
          new AbortController().signal,
          (pid) => request.progress.report({ kind: "stack waits", pid, home }),
          () => stopStack(home, request),
        );
      } catch (error) {
        if (!isAbsence(error)) throw error;
        // There is no such folder, or another `down` has removed it.
        return { stopped: [], dead: [], purged: false };
      } finally {
        await rmdir(home).catch(() => undefined);
      }
    },
    async processes() {
      const state = await readState(home);
      return Promise.all((state?.processes ?? []).map((process) => statusOf(home, process)));
    },
    async lastLines(names, count) {
      const chosen = await chosenProcesses(home, names);
      return Promise.all(
        chosen.map(async ({ name, log, output }) => {
          const lines = await lastLines(log, count);
          return { name, file: log, lines: lines.length > 0 ? lines : await lastLines(output, count) };
        }),
      );
    },
    async readLogs(names, onLine) {
      for (const { name, log, output } of await chosenProcesses(home, names)) {
        const file = (await sizeOf(log)) > 0 ? log : output;
        await readLines([rolled(file), file], (line) => onLine({ name, line }));
      }
    },
    async follow(names, onLine, signal) {
      const chosen = await chosenProcesses(home, names);
      await followLogs(
        chosen.map(({ name, log }) => ({ name, file: log })),
        onLine,
        signal,
      );
    },
    machine: () => inspectMachine(location),
  };
}

function isAbsence(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");
}

async function stopStack(home: string, request: StopRequest): Promise<StopReport> {
  const state = await readState(home);
  const processes = state?.processes ?? [];
  const report = await stopProcesses(home, processes, request.progress, "served");
  await removeState(home);
  return { ...report, purged: request.purge && (await purgeHome(home)) };
}

async function wouldStop(home: string, { purge }: StopRequest): Promise<StopReport> {
  const state = await readState(home);
  const alive = await aliveOf(home, state);
  const dead = (state?.processes ?? []).filter(({ name }) => alive.every((process) => process.name !== name));
  return {
    stopped: alive.map(({ name, pid }) => ({ name, pid, by: "signal" })),
    dead: dead.map(({ name }) => name),
    purged: purge && (await isHome(home)),
  };
}

async function statusOf(home: string, process: StartedProcess): Promise<ProcessStatus> {
  const { name, kind, pid, log } = process;
  const fixed = { name, kind, pid, log, address: addressOf(process) };
  if (!(await isAlive(home, process))) return { ...fixed, state: "dead" };
  const [answering, memory] = await Promise.all([answers(process.readiness), memoryOf(pid)]);
  return {
    ...fixed,
    state: answering ? "answering" : "silent",
    uptime: (Date.now() - process.startedAt) / 1000,
    ...(memory === undefined ? {} : { memory }),
  };
}

type LoggedProcess = Pick<StartedProcess, "name" | "log" | "output">;

/** Processes by name, or all. Without a state file one of each kind is assumed: their logs may still exist. */
async function chosenProcesses(home: string, names: readonly string[]): Promise<readonly LoggedProcess[]> {
  const usual = ["kafka", "connect", "cassandra"].map((name) => ({
    name,
    log: join(home, "logs", `${name}.log`),
    output: join(home, "logs", `${name}.out`),
  }));
  const known: readonly LoggedProcess[] = (await readState(home))?.processes ?? usual;
  const unknown = names.find((name) => !known.some((process) => process.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no process ${unknown}`, {
      hint: `one of ${known.map((process) => process.name).join(", ")}`,
    });
  }
  return names.length === 0 ? known : known.filter((process) => names.includes(process.name));
}
