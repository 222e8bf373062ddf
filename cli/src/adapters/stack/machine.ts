import { execFile } from "node:child_process";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { describeStack } from "../../core/stack/describe.js";
import { chooseJdk, installLines } from "../../core/stack/jdk.js";
import { describeJdk, installedJdks } from "./java-home.js";
import { findMaven } from "./maven.js";
import { newPlan } from "./stack-plan.js";
import type { StackLocation } from "./await-all.js";
import { aliveOf, readState } from "./state-file.js";
import { takenPorts } from "./ports.js";
import type { MachineReport, TakenPort } from "../../core/stack/machine.js";

const execute = promisify(execFile);

/** Examines whether this machine has what a stack needs; changes nothing. */
export async function inspectMachine(location: StackLocation): Promise<MachineReport> {
  const installed = await installedJdks(location.environment);
  const jdk = chooseJdk(installed);
  const [maven, freeDisk, takenPorts] = await Promise.all([
    inspectMaven(location, jdk?.home),
    freeBytes(location.home),
    portsTaken(location),
  ]);
  return {
    node: process.version,
    jdk:
      jdk === undefined
        ? { found: false, seen: installed.map(describeJdk), install: installLines("JDK", process.platform) }
        : { found: true, home: jdk.home, version: jdk.version },
    maven,
    freeDisk,
    takenPorts,
  };
}

async function inspectMaven(
  { environment }: StackLocation,
  javaHome: string | undefined,
): Promise<MachineReport["maven"]> {
  const path = await findMaven(environment);
  if (path === undefined) return { found: false, install: installLines("Maven", process.platform) };
  const env = javaHome === undefined ? environment : { ...environment, JAVA_HOME: javaHome };
  const output = await execute(path, ["-B", "--version"], { env }).then(
    ({ stdout }) => stdout,
    () => "",
  );
  return { found: true, path, version: /Apache Maven (\S+)/.exec(output)?.[1] ?? "unknown" };
}

/** Bytes free for this user at a path, or at its nearest parent that exists. */
async function freeBytes(path: string): Promise<number> {
  const space = await statfs(path).catch(() => undefined);
  if (space !== undefined) return space.bavail * space.bsize;
  return dirname(path) === path ? 0 : freeBytes(dirname(path));
}

async function portsTaken({ home }: StackLocation): Promise<readonly TakenPort[]> {
  const state = await readState(home);
  const alive = new Set((await aliveOf(home, state)).map((process) => process.name));
  const plan = state?.plan ?? (await newPlan(home, {}));
  const wanted = describeStack(plan, { workerProperties: "", pluginFolders: [] });
  const taken = await takenPorts(wanted.filter((description) => !alive.has(description.name)));
  return taken.map(({ host, port, purpose, holder }) => ({ host, port, purpose, holder }));
}
