import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StatusResult } from "#cli/commands/stack/status.js";
import { runCli, runJson } from "#test/support/cli.js";
import { awaitEnd } from "#test/support/servers/child-process.js";
import { freePortOffset } from "#test/support/servers/ports.js";
import { stackHome } from "#test/support/servers/stack-home.js";

/** Where the servers of a stack answer. */
export interface Addresses {
  /** `host:port` of the broker. */
  readonly kafka: string;
  /** `host:port` of the worker's REST API. */
  readonly connect: string;
  readonly cassandra: { readonly host: string; readonly port: number };
  readonly datacenter: string;
}

export interface WorkerOptions {
  /** Megabytes; the stack's own choice when left out. */
  readonly heap?: number;
}

/** A stack that peers are measured on. */
export interface BenchStack {
  readonly home: string;
  addresses(): Promise<Addresses>;
  workerPid(): Promise<number>;
  /** Ends the worker and starts a new one: an empty JIT, an empty heap. */
  restartWorker(options?: WorkerOptions): Promise<void>;
  remove(): Promise<void>;
}

/** A stack that runs already. */
export function stackAt(home: string, signal: AbortSignal): Omit<BenchStack, "remove"> {
  const here = ["--home", home];
  const status = (): Promise<StatusResult> => statusOf(home);
  const workerPid = async (): Promise<number> => pidOf(await status(), "connect");
  return {
    home,
    workerPid,
    async addresses() {
      const { processes } = await status();
      const address = (name: string): string => {
        const found = processes.find((process) => process.name === name);
        if (found === undefined) throw new Error(`the stack under ${home} has no ${name}`);
        return found.address;
      };
      const [host = "", port = ""] = address("cassandra").split(":");
      return {
        kafka: address("kafka"),
        connect: address("connect"),
        cassandra: { host, port: Number(port) },
        datacenter: "datacenter1",
      };
    },
    async restartWorker({ heap } = {}) {
      const pid = await workerPid();
      process.kill(pid, "SIGTERM");
      await awaitEnd(pid, { what: "the worker to end", deadline: 60_000, every: 50, signal });
      // The only variable that a JVM obeys after its command line, which already has a heap size.
      const env: Record<string, string> = heap === undefined ? {} : { _JAVA_OPTIONS: `-Xmx${heap}m` };
      await up(here, env);
    },
  };
}

/**
 * Starts a stack of its own, on free ports, in a folder of its own. Servers leave their class-data archives at the
 * end of a run, so it is started again until the worker runs from one: all fresh workers then start alike.
 */
export async function startStack(portOffset: number | undefined, signal: AbortSignal): Promise<BenchStack> {
  const { home, remove: removeStack } = await stackHome("bench");
  const here = ["--home", home];
  const ports = ["--port-offset", String(portOffset ?? (await freePortOffset()))];
  const remove = async (): Promise<void> => {
    await removeStack();
  };
  try {
    await up([...here, ...ports]);
    for (let starts = 1; starts < 3 && !(await hasArchive(home)); starts += 1) {
      signal.throwIfAborted();
      await runCli(["down", ...here]);
      await up([...here, ...ports]);
    }
    signal.throwIfAborted();
  } catch (error) {
    await remove();
    throw error;
  }
  return { ...stackAt(home, signal), remove };
}

async function up(flags: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  const run = await runCli(["up", ...flags], { deadline: 900_000, env });
  if (run.exitCode !== 0) throw new Error(`the stack did not start\n${run.stdout}\n${run.stderr}`);
}

/** A stack that does not answer whole is a finding; who asks for a pid wants it all the same. */
async function statusOf(home: string): Promise<StatusResult> {
  return runJson<StatusResult>(["status", "--home", home]);
}

function pidOf({ processes }: StatusResult, name: string): number {
  const pid = processes.find((process) => process.name === name)?.pid;
  if (pid === undefined) throw new Error(`the stack has no process ${name}`);
  return pid;
}

async function hasArchive(home: string): Promise<boolean> {
  return (await readFile(join(home, "connect", "java.args"), "utf8")).includes("SharedArchiveFile");
}
