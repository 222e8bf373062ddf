import { javaMajor } from "../stack/jdk.js";
import type { MachineReport, TakenPort } from "../stack/machine.js";
import { type Check, finding, good } from "./check.js";

/** Bytes for jars, class-data archives and about a million records. */
const wantedDisk = 2e9;

/** As in `engines` of package.json. */
const wantedNode = [20, 19] as const;

export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const recent = major > wantedNode[0] || (major === wantedNode[0] && minor >= wantedNode[1]);
  return recent
    ? good("Node", version)
    : finding("Node", version, `install Node ${wantedNode.join(".")} or later`);
}

export function jdkCheck(jdk: MachineReport["jdk"]): Check {
  if (jdk.found) return good("JDK", `${jdk.version} in ${jdk.home}`);
  const seen = jdk.seen.length === 0 ? "none was found" : `no ${javaMajor}; there is ${jdk.seen.join(", ")}`;
  return finding("JDK", seen, jdk.install.join("   or: "));
}

export function mavenCheck(maven: MachineReport["maven"]): Check {
  return maven.found
    ? good("Maven", `${maven.version} in ${maven.path}`)
    : finding("Maven", "none was found", maven.install.join("   or: "));
}

export function diskCheck(freeBytes: number, home: string): Check {
  const seen = `${(freeBytes / 1e9).toFixed(1)} GB free`;
  return freeBytes >= wantedDisk
    ? good("disk", seen)
    : finding("disk", seen, `free some space on the disk of ${home}, or start elsewhere with --home`);
}

/**
 * Ports that a stack needs and another process holds. A port is not reported when it belongs to one of the `serving`
 * addresses, which answered as Kafka, Connect or Cassandra: then these servers are used, and no stack is started.
 */
export function portsCheck(held: readonly TakenPort[], serving: readonly string[]): Check {
  const ports = new Set(serving.map((address) => Number(/:(\d+)\/?$/.exec(address)?.[1])));
  const unwanted = held.filter(({ port }) => !ports.has(port));
  if (unwanted.length === 0) {
    return good("ports", held.length === 0 ? "free for a stack, or its own" : "held by the servers in use");
  }
  const seen = unwanted.map(
    ({ port, purpose, holder }) => `${port} (${purpose}) is held by ${holder ?? "somebody else"}`,
  );
  return finding("ports", seen.join("; "), "stop the holder, or start with `cassink up --port-offset 1000`");
}
