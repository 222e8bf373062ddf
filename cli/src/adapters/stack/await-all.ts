import { availableParallelism } from "node:os";
import { stackConnections } from "../../core/stack/connections.js";
import type { StackPlan } from "../../core/stack/plan.js";
import { type ProcessDescription, addressOf } from "../../core/stack/process.js";
import type { StartedProcess } from "../../core/stack/state.js";
import type { StartReport, StartRequest, StartedReport } from "../../ports/stack.js";
import { untilReady } from "./ready.js";
import { grantOnBrokers, makeRoles } from "./rights.js";
import { untilRingIsWhole } from "./ring.js";
import { type Launch, spawnProcess } from "./spawn.js";
import { removeState, writeState } from "./state-file.js";
import { stopProcesses } from "./stop.js";
import { type FailedServer, unfinishedStart } from "./unfinished-start.js";

export interface StackLocation {
  readonly home: string;
  /** Folder that holds connectors/ and docker/. */
  readonly projectFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface AwaitAll {
  readonly location: StackLocation;
  readonly request: StartRequest;
  readonly plan: StackPlan;
  readonly alive: readonly StartedProcess[];
  readonly start?: { readonly launch: Launch; readonly missing: readonly ProcessDescription[] };
  /** Names in the previous state file: a missing process of these is reported as restarted. */
  readonly known: readonly string[];
}

/** Milliseconds for each server, and for the three of the usual stack, unless `--wait` says otherwise. */
const patience = { each: 40_000, least: 120_000 };

/**
 * Starts the missing servers and waits until all answer. A server that fails leaves the others running: the next `up`
 * has only that one to start. When the signal is aborted, what this call started is stopped.
 */
export async function awaitAll(all: AwaitAll): Promise<StartReport> {
  const { location, request, plan, alive, start } = all;
  const { home } = location;
  const { progress, signal } = request;
  const missing = start?.missing ?? [];
  const began = Date.now();
  const until =
    began + (request.deadline ?? Math.max(patience.least, patience.each * (missing.length + alive.length)));
  const spawned: StartedProcess[] = [];
  const failed: FailedServer[] = [];
  let writing = Promise.resolve();
  const remember = (): Promise<void> => {
    const processes = [...alive, ...spawned].sort(byKindAndName);
    return (writing = writing.then(() => writeState(home, { version: 1, plan, processes })));
  };
  const startOne = async (description: ProcessDescription, launch: Launch): Promise<StartedReport> => {
    const { name, kind } = description;
    if (plan.secure && kind === "connect") {
      // A worker ends when its user may not read the worker's topics.
      const isForsaken = (): boolean => isWithoutHelp(description, failed);
      await grantOnBrokers(plan, { until, signal, isForsaken });
    }
    progress.report({ kind: "server starts", name, address: addressOf(description) });
    const startedAt = Date.now();
    const { started, logStart, ended } = await spawnProcess(description, launch);
    spawned.push(started);
    await remember();
    const isForsaken = (): boolean => isWithoutHelp(started, failed);
    await untilReady({ home, process: started, logStart, ended, until, signal, isForsaken }).catch(
      async (error: unknown) => {
        if (isForsaken()) await stopProcesses(home, [started], progress, "unfinished");
        throw error;
      },
    );
    const milliseconds = Date.now() - startedAt;
    progress.report({ kind: "server answers", name, milliseconds });
    return reportOf(started, all.known.includes(name) ? "restarted" : "started", milliseconds / 1000);
  };
  const ready: StartedReport[] = [];
  const fails = (name: string, error: unknown): void => {
    if (signal.aborted) return;
    progress.report({ kind: "server failed", name });
    failed.push({ name, error });
  };
  const queue = [...missing].sort(byStart);
  const startQueued = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && start !== undefined; next = queue.shift()) {
      const { name } = next;
      if (signal.aborted) return;
      await startOne(next, start.launch).then(
        (report) => ready.push(report),
        (error: unknown) => fails(name, error),
      );
    }
  };
  await Promise.all([
    ...Array.from({ length: atOnce() }, startQueued),
    ...alive.map((process) =>
      awaitOne(home, process, until, signal).then(
        (report) => ready.push(report),
        (error: unknown) => fails(process.name, error),
      ),
    ),
  ]);
  if (failed.length === 0 && !signal.aborted) {
    const rolesToo = async (): Promise<void> => {
      await untilRingIsWhole(plan, until, signal);
      if (plan.secure) await makeRoles(plan, { until, signal });
    };
    await rolesToo().catch((error: unknown) => fails("cassandra", error));
  }
  await writing;
  if (signal.aborted) {
    await stopProcesses(home, spawned, progress, "unfinished");
    if (alive.length === 0) await removeState(home);
    else await writeState(home, { version: 1, plan, processes: alive });
    throw signal.reason;
  }
  if (failed.length > 0)
    throw await unfinishedStart(home, { failed, ready, processes: [...alive, ...spawned] });
  const names = ready.map(({ name }) => name);
  return {
    processes: ready.sort(byKindAndName),
    connections: stackConnections(plan, names),
    seconds: (Date.now() - began) / 1000,
  };
}

/** Whether nothing is left of what the server depends on: a worker waits a minute for brokers before it ends. */
function isWithoutHelp(
  { dependsOn }: Pick<StartedProcess, "dependsOn">,
  failed: readonly FailedServer[],
): boolean {
  return dependsOn.length > 0 && dependsOn.every((needed) => failed.some(({ name }) => name === needed));
}

/** Servers that start at the same time: as many as there are processors, and always the three of the usual stack. */
function atOnce(): number {
  return Math.max(3, availableParallelism());
}

async function awaitOne(
  home: string,
  process: StartedProcess,
  until: number,
  signal: AbortSignal,
): Promise<StartedReport> {
  const start = Date.now();
  await untilReady({ home, process, logStart: 0, until, signal });
  return reportOf(process, "found", (Date.now() - start) / 1000);
}

const kinds: readonly StartedProcess["kind"][] = ["kafka", "connect", "cassandra"];

/** Sorts by kind, then by name, not by start. */
function byKindAndName(a: Pick<StartedProcess, "kind" | "name">, b: typeof a): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.name.localeCompare(b.name);
}

/** Workers last: one that waits for its brokers longer than a minute ends. */
const startOrder: readonly StartedProcess["kind"][] = ["kafka", "cassandra", "connect"];

function byStart(a: Pick<StartedProcess, "kind">, b: typeof a): number {
  return startOrder.indexOf(a.kind) - startOrder.indexOf(b.kind);
}

function reportOf(process: StartedProcess, action: StartedReport["action"], seconds: number): StartedReport {
  return {
    name: process.name,
    kind: process.kind,
    pid: process.pid,
    address: addressOf(process),
    action,
    seconds,
  };
}
