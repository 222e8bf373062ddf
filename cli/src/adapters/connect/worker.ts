import { Agent } from "node:https";
import type { AxiosResponse } from "axios";
import { axios } from "./axios.js";
import { isLoopback } from "../../core/connections/addresses.js";
import type { ConnectConnection } from "../../core/connections/connection.js";
import { withoutSecretTexts } from "../../core/secret.js";
import type { Credentials } from "../../ports/credentials.js";

export interface WorkerOptions {
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
  /** Milliseconds to wait for one answer. Connect's own limit for a request is 90 seconds. */
  readonly answerTimeout?: number;
}

/** Sends one request to a worker; resolves with whatever it answers, and rejects when there is no answer. */
export type Worker = (method: string, url: string, body: object | undefined) => Promise<AxiosResponse>;

/**
 * Workers by https or http, with the files of TLS read. The login is looked up for each request, for a token may end.
 * @throws CassinkError for a secret or a file that is missing: nothing has been sent then
 */
export async function openWorker(
  { tls, login }: ConnectConnection,
  { credentials, signal, answerTimeout = 95_000 }: WorkerOptions,
): Promise<Worker> {
  const client = axios.create({
    timeout: answerTimeout,
    signal,
    validateStatus: () => true,
    // A login goes where the user has said, and not where an answer points.
    maxRedirects: 0,
    // By default axios labels a request without body as a form, which Connect refuses.
    headers: { "Content-Type": "application/json" },
    ...(tls === undefined
      ? {}
      : {
          httpsAgent: new Agent({
            ...(await credentials.tls(tls, "Kafka Connect")),
            // Said, because an environment variable of Node.js turns the default off.
            rejectUnauthorized: true,
          }),
        }),
  });
  return async (method, url, body) => {
    const authorization = await authorizationOf(login, credentials);
    const response = await client.request<unknown>({
      method,
      url,
      ...(authorization === undefined ? {} : { headers: { Authorization: authorization } }),
      ...(body === undefined ? {} : { data: body }),
      // A proxy from the environment cannot reach this machine's loopback address.
      ...(isLoopback(url) ? { proxy: false as const } : {}),
    });
    // Some servers and proxies repeat in an error what they were sent.
    if (authorization !== undefined && response.status >= 300) {
      response.data = withoutLogin(response.data, authorization);
    }
    return response;
  };
}

function withoutLogin(data: unknown, authorization: string): unknown {
  const [kind = "", sent = ""] = authorization.split(" ");
  const secrets = [sent];
  if (kind === "Basic") {
    const login = Buffer.from(sent, "base64").toString();
    secrets.push(login, login.slice(login.indexOf(":") + 1));
  }
  if (typeof data === "string") return withoutSecretTexts(data, secrets);
  if (typeof data !== "object" || data === null) return data;
  return JSON.parse(withoutSecretTexts(JSON.stringify(data), secrets)) as unknown;
}

async function authorizationOf(
  login: ConnectConnection["login"],
  credentials: Credentials,
): Promise<string | undefined> {
  if (login === undefined) return undefined;
  if (login.kind === "bearer") {
    return `Bearer ${(await credentials.token(login.token, "token for Kafka Connect")).reveal()}`;
  }
  const password = await credentials.secret(login.password, "password for Kafka Connect");
  return `Basic ${Buffer.from(`${login.username}:${password.reveal()}`).toString("base64")}`;
}

/** No request has reached the worker. */
const unreached = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
]);
/** It may have. */
const broken = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"]);

/**
 * Whether another worker may be given the request: not one that the first may have carried out, and not one after a
 * certificate that is wrong, which is to be seen.
 */
export function mayAskAnother(method: string, error: unknown): boolean {
  const code = axios.isAxiosError(error) ? (error.code ?? "") : "";
  return unreached.has(code) || (method === "GET" && broken.has(code));
}
