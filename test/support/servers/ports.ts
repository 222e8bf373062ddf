import { createServer } from "node:net";

/** A port of this machine on which no process listens: it was free a moment ago. */
export function closedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Every port that one stack takes, before the offset. */
const stackPorts = [9092, 9093, 8083, 9042, 7000];

/**
 * An offset at which all ports of a stack are free right now. All are below 32768, where Linux begins to give out ports
 * to clients: a server that starts seconds later, or again, must not find a client's connection on its port.
 */
export async function freePortOffset(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const offset = 2_000 + Math.floor(Math.random() * 21_000);
    const free = await Promise.all(stackPorts.map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error("no port offset is free");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
