import { connect } from "node:net";
import type { Readiness } from "../../core/stack/process.js";
import { brokerHasJoined } from "./broker-probe.js";

/** Milliseconds for one answer. */
const timeout = 2_000;

/** Whether the server answers now by its clients' protocol; false for every failure. */
export async function answers(readiness: Readiness): Promise<boolean> {
  switch (readiness.protocol) {
    case "kafka":
      return brokerHasJoined(readiness.host, readiness.port, timeout);
    case "connect":
      return workerAnswers(readiness.url);
    case "cql":
      return nodeAnswers(readiness.host, readiness.port);
  }
}

/** A worker answers `/` as soon as its port is open, but `/connectors` only when it has joined its group. */
async function workerAnswers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/connectors`, { signal: AbortSignal.timeout(timeout) });
    return response.ok && Array.isArray(await response.json());
  } catch {
    return false;
  }
}

/** Sends OPTIONS of the CQL binary protocol (version 4, stream 0, no body) and expects a SUPPORTED frame. */
function nodeAnswers(host: string, port: number): Promise<boolean> {
  const options = Buffer.from([0x04, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00]);
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(timeout, () => end(false));
    socket.on("connect", () => socket.write(options));
    socket.on("data", (frame) => end(frame[0] === 0x84 && frame[4] === 0x06));
    socket.on("error", () => end(false));
    socket.on("close", () => end(false));
  });
}
