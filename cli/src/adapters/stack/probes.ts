import { get } from "node:https";
import { type Socket, connect } from "node:net";
import { connect as connectSecurely } from "node:tls";
import type { Readiness } from "../../core/stack/process.js";
import { clientUser } from "../../core/stack/secure-users.js";
import { brokerHasJoined } from "./broker-probe.js";
import { kafkaOf, trustOf } from "./secure-clients.js";
import { readPassword } from "./stack-secrets.js";

/** Milliseconds for one answer. */
const timeout = 2_000;

/** Whether the server answers now by its clients' protocol; false for every failure. */
export async function answers(readiness: Readiness): Promise<boolean> {
  const { home } = readiness;
  switch (readiness.protocol) {
    case "kafka":
      return home === undefined
        ? brokerHasJoined(readiness.host, readiness.port, timeout)
        : secureBrokerHasJoined(home, readiness.host, readiness.port).catch(() => false);
    case "connect":
      return home === undefined
        ? workerAnswers(readiness.url)
        : secureWorkerAnswers(home, readiness.url).catch(() => false);
    case "cql":
      return home === undefined
        ? nodeAnswers(connect(readiness), "connect")
        : secureNodeAnswers(home, readiness).catch(() => false);
  }
}

/** As {@link brokerHasJoined}, after a login. */
async function secureBrokerHasJoined(home: string, host: string, port: number): Promise<boolean> {
  const admin = (await kafkaOf(home, [`${host}:${port}`], clientUser)).admin();
  try {
    await admin.connect();
    const { brokers, controller } = await admin.describeCluster();
    return controller !== null && brokers.some((broker) => broker.host === host && broker.port === port);
  } finally {
    await admin.disconnect();
  }
}

async function secureWorkerAnswers(home: string, url: string): Promise<boolean> {
  const password = (await readPassword(home, `connect-${clientUser}`)).reveal();
  const options = { ...(await trustOf(home)), auth: `${clientUser}:${password}`, agent: false, timeout };
  return new Promise((resolve) => {
    const request = get(`${url}/connectors`, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}

/** OPTIONS is asked before a login. */
async function secureNodeAnswers(
  home: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<boolean> {
  return nodeAnswers(connectSecurely({ host, port, ...(await trustOf(home)) }), "secureConnect");
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
function nodeAnswers(socket: Socket, opened: "connect" | "secureConnect"): Promise<boolean> {
  const options = Buffer.from([0x04, 0x00, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00]);
  return new Promise((resolve) => {
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(timeout, () => end(false));
    socket.on(opened, () => socket.write(options));
    socket.on("data", (frame) => end(frame[0] === 0x84 && frame[4] === 0x06));
    socket.on("error", () => end(false));
    socket.on("close", () => end(false));
  });
}
