import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describeStack, stackEndpoints } from "../../core/stack/describe.js";
import type { StackPlan } from "../../core/stack/plan.js";
import { type ProcessDescription, addressOf } from "../../core/stack/process.js";
import type { StartedProcess } from "../../core/stack/state.js";
import type { StartReport, StartRequest, StartedReport } from "../../ports/stack.js";
import { buildModules } from "./build.js";
import { findJdk } from "./java-home.js";
import { untilReady } from "./ready.js";
import { type Launch, spawnProcess } from "./spawn.js";
import { newPlan, runningPlan } from "./stack-plan.js";
import { aliveOf, readState, removeState, writeState } from "./state-file.js";
import { stopProcesses } from "./stop.js";
import { refuseTakenPorts } from "./ports.js";

export interface StackLocation {
  readonly home: string;
  /** Folder that holds connectors/ and docker/. */
  readonly projectFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Starts the missing processes of the stack (ports/stack.ts). The caller holds the lock of the home folder. */
export async function startStack(location: StackLocation, request: StartRequest): Promise<StartReport> {
  const { home } = location;
  const before = await readState(home);
  const alive = await aliveOf(home, before);
  const plan =
    before !== undefined && alive.length > 0
      ? await runningPlan(before.plan, request)
      : await newPlan(home, request);
  const found = new Map(alive.map((process) => [process.name, process]));
  const sources = {
    workerProperties: await readFile(
      join(location.projectFolder, "docker", "connect-worker.properties"),
      "utf8",
    ),
    pluginFolders: [] as readonly string[],
  };
  const missing = describeStack(plan, sources).filter((description) => !found.has(description.name));
  if (missing.length === 0) return waitForFound(location, request, plan, alive);
  await refuseTakenPorts(missing);
  const jdk = await findJdk(location.environment);
  const connectors = join(location.projectFolder, "connectors");
  const built = await buildModules({
    connectors,
    javaHome: jdk.home,
    environment: location.environment,
    progress: request.progress,
    signal: request.signal,
  });
  const launch: Launch = { home, connectors, javaHome: jdk.home, classpaths: built.classpaths };
  const descriptions = describeStack(plan, { ...sources, pluginFolders: built.pluginFolders });
  return startAll({
    location,
    request,
    plan,
    launch,
    alive,
    missing: descriptions.filter((description) => !found.has(description.name)),
    known: before?.processes.map((process) => process.name) ?? [],
  });
}

interface StartAll {
  readonly location: StackLocation;
  readonly request: StartRequest;
  readonly plan: StackPlan;
  readonly launch: Launch;
  readonly alive: readonly StartedProcess[];
  readonly missing: readonly ProcessDescription[];
  /** Names in the previous state file: a missing process of these is reported as restarted. */
  readonly known: readonly string[];
}

async function startAll(all: StartAll): Promise<StartReport> {
  const { location, request, plan, alive } = all;
  const { home } = location;
  const { progress } = request;
  const start = Date.now();
  const spawned: StartedProcess[] = [];
  let writing = Promise.resolve();
  const remember = (): Promise<void> => {
    const processes = [...alive, ...spawned].sort(byKindAndName);
    return (writing = writing.then(() => writeState(home, { version: 1, plan, processes })));
  };
  // After the first failure the other processes are not waited for.
  const failed = new AbortController();
  const signal = AbortSignal.any([request.signal, failed.signal]);
  const startOne = async (description: ProcessDescription): Promise<StartedReport> => {
    const { name } = description;
    progress.report({ kind: "server starts", name, address: addressOf(description) });
    const began = Date.now();
    const { started, logStart, ended } = await spawnProcess(description, all.launch);
    spawned.push(started);
    await remember();
    await untilReady({ home, process: started, logStart, ended, until: start + request.deadline, signal });
    const milliseconds = Date.now() - began;
    progress.report({ kind: "server answers", name, milliseconds });
    const action = all.known.includes(name) ? "restarted" : "started";
    return reportOf(started, action, milliseconds / 1000);
  };
  const waiting = all.missing.map((description) =>
    startOne(description).catch((error: unknown) => {
      if (!signal.aborted) {
        progress.report({ kind: "server failed", name: description.name });
        failed.abort(error);
      }
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled([
    ...waiting,
    ...alive.map((process) => waitForOne(location, { ...request, signal }, process)),
  ]);
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) {
    await writing;
    await stopProcesses(home, spawned, progress, "unfinished");
    if (alive.length === 0) await removeState(home);
    else await writeState(home, { version: 1, plan, processes: all.alive });
    throw request.signal.aborted ? request.signal.reason : (failed.signal.reason ?? failure.reason);
  }
  const processes = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  return {
    processes: processes.sort(byKindAndName),
    endpoints: endpointsOf(plan, processes),
    seconds: (Date.now() - start) / 1000,
  };
}

async function waitForFound(
  location: StackLocation,
  request: StartRequest,
  plan: StackPlan,
  alive: readonly StartedProcess[],
): Promise<StartReport> {
  const start = Date.now();
  const processes = await Promise.all(alive.map((process) => waitForOne(location, request, process)));
  return { processes, endpoints: endpointsOf(plan, processes), seconds: (Date.now() - start) / 1000 };
}

function endpointsOf(plan: StackPlan, processes: readonly StartedReport[]): StartReport["endpoints"] {
  return stackEndpoints(
    plan,
    processes.map(({ name }) => name),
  );
}

async function waitForOne(
  { home }: StackLocation,
  { deadline, signal }: StartRequest,
  process: StartedProcess,
): Promise<StartedReport> {
  const start = Date.now();
  await untilReady({ home, process, logStart: 0, until: start + deadline, signal });
  return reportOf(process, "found", (Date.now() - start) / 1000);
}

const kinds: readonly StartedProcess["kind"][] = ["kafka", "connect", "cassandra"];

/** Sorts by kind, then by name, not by start. */
function byKindAndName(a: Pick<StartedProcess, "kind" | "name">, b: typeof a): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.name.localeCompare(b.name);
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
