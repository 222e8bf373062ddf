import { execFile } from "node:child_process";
import { readFile, readdir, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { opens } from "./port-answers.js";
import { commandOf } from "./process-table.js";

const execute = promisify(execFile);

/** True when a server could listen there now. */
export async function isFree(host: string, port: number): Promise<boolean> {
  // Some systems let an address be taken beside a listener on all addresses: ask before trying.
  if (await opens(host, port, 1_000)) return false;
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Who listens on a port: `java (pid 4711)`; undefined when the system does not tell us. */
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
