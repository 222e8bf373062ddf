import { createServer } from "node:net";

/** Every port that one stack takes, before the offset. */
const stackPorts = [9092, 9093, 8083, 9042, 7000];

/** An offset at which all ports of a stack are free right now. */
export async function freePortOffset(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const offset = 10_000 + Math.floor(Math.random() * 40_000);
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
