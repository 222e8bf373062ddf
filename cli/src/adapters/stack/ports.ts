import { execFile } from "node:child_process";
import { readFile, readdir, readlink } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import type { TakenPort } from "../../core/stack/machine.js";
import type { ProcessDescription } from "../../core/stack/process.js";
import { ServiceError } from "../../errors.js";
import { commandOf } from "./process-table.js";

const execute = promisify(execFile);

/** The ports of these processes that are taken, with the process that holds each. */
export async function takenPorts(
  processes: readonly ProcessDescription[],
): Promise<readonly (TakenPort & { readonly name: string })[]> {
  const wanted = processes.flatMap(({ name, host, ports }) => ports.map((port) => ({ name, host, ...port })));
  const taken = await Promise.all(
    wanted.map(async (wish) =>
      (await isFree(wish.host, wish.port)) ? [] : [{ ...wish, holder: await holderOf(wish.port) }],
    ),
  );
  return taken.flat();
}

/** Milliseconds that the system may take to close the ports of a server that was killed: nobody holds them then. */
const closing = 10_000;

/** Call before a start: a server whose port is taken fails only after a while, and says so only in its log. */
export async function refuseTakenPorts(processes: readonly ProcessDescription[]): Promise<void> {
  const deadline = Date.now() + closing;
  let taken = await takenPorts(processes);
  while (taken.some(({ holder }) => holder === undefined) && Date.now() < deadline) {
    await setTimeout(100);
    taken = await takenPorts(processes);
  }
  if (taken.length === 0) return;
  throw new ServiceError("stack", taken.length === 1 ? "a port is taken" : "ports are taken", {
    lines: taken.map(({ name, host, port, purpose, holder }) => {
      const who = holder ?? `somebody else; \`lsof -i :${port}\` as root tells who`;
      return `${host}:${port} (${name}, ${purpose}) is held by ${who}`;
    }),
    hint: "stop the holder, or start with --port-offset 1000",
  });
}

/** Whether a connection is accepted within `timeout` milliseconds. */
export function opens(host: string, port: number, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (opened: boolean): void => {
      socket.destroy();
      resolve(opened);
    };
    socket.setTimeout(timeout, () => end(false));
    socket.on("connect", () => end(true));
    socket.on("error", () => end(false));
  });
}

/** Whether a server could listen on the port now. */
export async function isFree(host: string, port: number): Promise<boolean> {
  // On some systems, listening on one address succeeds although another process listens on all: connect first.
  if (await opens(host, port, 1_000)) return false;
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The process that listens on a port: `java (pid 4711)`; undefined when the operating system does not say. */
export async function holderOf(port: number): Promise<string | undefined> {
  const pid = process.platform === "linux" ? await listenerOnLinux(port) : await listenerByLsof(port);
  if (pid === undefined) return undefined;
  const command = (await commandOf(pid)) ?? "";
  const home = /-Dcassink\.home=(\S+)/.exec(command)?.[1];
  const name = command.split(" ")[0]?.split("/").at(-1);
  const whose = home === undefined ? "" : `, the Cassink stack under ${home}`;
  return `${name === undefined || name === "" ? "a process" : name} (pid ${pid}${whose})`;
}

async function listenerOnLinux(port: number): Promise<number | undefined> {
  const hexadecimal = port.toString(16).toUpperCase().padStart(4, "0");
  const listening = "0A";
  const sockets = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const text = await readFile(table, "utf8").catch(() => "");
    for (const line of text.split("\n").slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(`:${hexadecimal}`) === true && fields[3] === listening) {
        sockets.add(`socket:[${fields[9] ?? ""}]`);
      }
    }
  }
  if (sockets.size === 0) return undefined;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(
      descriptors.map((descriptor) => readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "")),
    );
    if (links.some((link) => sockets.has(link))) return Number(pid);
  }
  return undefined;
}

async function listenerByLsof(port: number): Promise<number | undefined> {
  try {
    const { stdout } = await execute("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fp"]);
    const pid = /^p(\d+)/m.exec(stdout)?.[1];
    return pid === undefined ? undefined : Number(pid);
  } catch {
    return undefined;
  }
}
