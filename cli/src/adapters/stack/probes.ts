import { Kafka, logLevel } from "kafkajs";
import { connect } from "node:net";
import type { Readiness } from "../../core/stack/process.js";
import { opens } from "./port-answers.js";

/** Milliseconds that one question may take. */
const patience = 2_000;

/** True when the server answers its clients' protocol now; every failure is a plain false. */
export async function answers(readiness: Readiness): Promise<boolean> {
  switch (readiness.protocol) {
    case "kafka":
      return brokersAnswer(readiness.address, readiness.brokers);
    case "connect":
      return workerAnswers(readiness.url);
    case "cql":
      return nodeAnswers(readiness.host, readiness.port);
  }
}

/** Metadata with all brokers and a controller: the broker has joined, not only opened its port. */
async function brokersAnswer(address: string, brokers: number): Promise<boolean> {
  const [host = "", port] = address.split(":");
  if (!(await opens(host, Number(port), patience))) return false;
  const kafka = new Kafka({
    clientId: "cassink-stack",
    brokers: [address],
    connectionTimeout: patience,
    requestTimeout: patience,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    return cluster.brokers.length >= brokers && cluster.controller !== null;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** `/` answers as soon as the port is open; `/connectors` only when the worker has joined its group. */
async function workerAnswers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/connectors`, { signal: AbortSignal.timeout(patience) });
    return response.ok && Array.isArray(await response.json());
  } catch {
    return false;
  }
}

/** OPTIONS of the CQL binary protocol, version 4, stream 0, no body; the answer is a SUPPORTED frame. */
function nodeAnswers(host: string, port: number): Promise<boolean> {
  const options = Buffer.from([0x04, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00]);
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(patience, () => end(false));
    socket.on("connect", () => socket.write(options));
    socket.on("data", (frame) => end(frame[0] === 0x84 && frame[4] === 0x06));
    socket.on("error", () => end(false));
    socket.on("close", () => end(false));
  });
}
