import { setTimeout } from "node:timers/promises";
import type { AxiosResponse } from "axios";
import { axios } from "./axios.js";
import type { ConnectConnection } from "../../core/connections/connection.js";
import type { TlsSettings } from "../../core/connections/settings.js";
import { tlsProblem } from "../../core/connections/tls-problem.js";
import { CassinkError, InputError, ServiceError } from "../../errors.js";
import { type Worker, type WorkerOptions, mayAskAnother, openWorker } from "./worker.js";

export interface RestOptions extends WorkerOptions {
  /** Milliseconds for retries while Connect is busy. A rebalance takes seconds, a slow one a minute. */
  readonly retryDeadline?: number;
}

interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  /** The server's time, from the HTTP header Date: milliseconds since the Unix epoch, in whole seconds. */
  readonly time: number | undefined;
}

type Method = "GET" | "PUT" | "POST" | "PATCH" | "DELETE";

interface Rest {
  /** The address of the worker that is asked next, for messages. */
  readonly url: string;
  call<Body>(
    method: Method,
    path: string,
    /** `absent`: an answer of 404 is a result, not an error. */
    options?: { readonly body?: object; readonly absent?: boolean },
  ): Promise<Answer<Body>>;
}

const firstDelay = 200;
const longestDelay = 2_000;

/**
 * Client of the REST servers of one Connect cluster: any worker does, and the next is asked when one cannot be reached. It
 * retries while the server is busy and throws a typed error for every other failure.
 * @param connection throws what is wrong with the settings
 */
export function createRest(connection: () => ConnectConnection, options: RestOptions): Rest {
  const { retryDeadline = 60_000 } = options;
  /** Index of the worker that is asked first: the last one that has answered. */
  let first = 0;
  const urlAt = (index: number): string => {
    const { urls } = connection();
    return urls[index % urls.length] ?? "";
  };
  let opening: Promise<Worker> | undefined;
  const requestOnce = async (
    method: Method,
    path: string,
    body: object | undefined,
  ): Promise<AxiosResponse> => {
    const worker = await (opening ??= openWorker(connection(), options));
    const { urls, tls } = connection();
    // Requests run side by side: each goes through all workers by itself, and the one that answered is asked first.
    const start = first;
    for (let index = start; ; index += 1) {
      const url = urlAt(index);
      try {
        const response = await worker(method, `${url}${path}`, body);
        first = index % urls.length;
        return response;
      } catch (error) {
        options.signal.throwIfAborted();
        if (error instanceof CassinkError) throw error;
        if (!mayAskAnother(method, error)) throw noAnswer(url, error, tls);
        if (index === start + urls.length - 1) throw noAnswer(urls.join(", "), error, tls);
      }
    }
  };
  return {
    get url() {
      return urlAt(first);
    },
    async call<Body>(
      method: Method,
      path: string,
      { body, absent = false }: { readonly body?: object; readonly absent?: boolean } = {},
    ): Promise<Answer<Body>> {
      const giveUpAt = Date.now() + retryDeadline;
      for (let delay = firstDelay; ; delay = Math.min(delay * 2, longestDelay)) {
        const response = await requestOnce(method, path, body);
        const { status } = response;
        if (status < 300 || (absent && status === 404)) {
          refuseOthers(`${method} ${urlAt(first)}${path}`, response);
          return { status, body: response.data as Body, time: timeOf(response) };
        }
        if (!isBusy(response) || Date.now() + delay > giveUpAt) {
          throw refusal(`${method} ${urlAt(first)}${path}`, response, retryDeadline);
        }
        await setTimeout(delay, undefined, { signal: options.signal }).catch((error: unknown) => {
          options.signal.throwIfAborted();
          throw error;
        });
      }
    },
  };
}

/** A login page answers everything with 200, for example. @throws ServiceError for what is no answer of Connect */
function refuseOthers(request: string, { status, data }: AxiosResponse<unknown>): void {
  if (typeof data !== "string" || data === "" || status === 404) return;
  throw noConnect(request, "its answer is no JSON");
}

export function noConnect(request: string, reason: string): ServiceError {
  return new ServiceError("Kafka Connect", `what answers there is no Kafka Connect: ${reason}`, {
    where: request,
    hint: hintFor(404),
  });
}

function timeOf(response: AxiosResponse): number | undefined {
  const time = Date.parse(String(response.headers["date"]));
  return Number.isNaN(time) ? undefined : time;
}

/** Whether Connect is starting or rebalancing; the same request works later. */
function isBusy(response: AxiosResponse): boolean {
  if (response.status === 409 || response.status === 503) return true;
  return response.status === 500 && /timed out|rebalance/i.test(messageOf(response));
}

function refusal(request: string, response: AxiosResponse, retryDeadline: number): Error {
  const [message = "", ...lines] = messageOf(response)
    .split("\n")
    .filter((line) => line.trim() !== "");
  if (isBusy(response)) {
    const seconds = Math.round(retryDeadline / 1000);
    return new ServiceError("Kafka Connect", `Kafka Connect is still busy after ${seconds} s: ${message}`, {
      where: request,
      hint: "look at the worker's log for a rebalance that does not end, then try again",
      lines,
    });
  }
  if (response.status === 400 && message === "") {
    return new InputError(`Kafka Connect does not take this path: ${pageTitle(response)}`, {
      where: request,
      hint: "since 4.0 its REST API takes no name with a slash, a backslash, a percent sign or a control character: give it another name",
    });
  }
  if (response.status === 400 || response.status === 422) {
    return new InputError(`Kafka Connect refuses the request: ${message}`, { where: request, lines });
  }
  const answers =
    response.status === 401 ? "wants a right login (HTTP 401)" : `answers with HTTP ${response.status}`;
  return new ServiceError(
    "Kafka Connect",
    `Kafka Connect ${answers}: ${message === "" ? response.statusText : message}`,
    { where: request, hint: hintFor(response.status), lines },
  );
}

function hintFor(status: number): string {
  if (status === 401) {
    return "look at the login: --connect-username and --connect-password, or --connect-token: cassink help connections";
  }
  if (status === 403)
    return "the user may not do this: log in as another, with --connect-username or --connect-token";
  if (status >= 300 && status < 400)
    return "it sends its clients elsewhere: name that address with --connect-url";
  if (status === 404) return "check that the address is the one of a Kafka Connect worker's REST API";
  return "look at the worker's log for the cause";
}

function messageOf(response: AxiosResponse): string {
  const body: unknown = response.data;
  if (typeof body === "object" && body !== null && "message" in body) return String(body.message);
  return typeof body === "string" && body.length < 500 && !body.includes("<html") ? body : "";
}

/** What the worker's web server says itself, before Connect sees the request: `Error 400 Ambiguous URI path separator`. */
function pageTitle({ data, statusText }: AxiosResponse<unknown>): string {
  return (typeof data === "string" ? /<title>([^<]*)<\/title>/.exec(data)?.[1] : undefined) ?? statusText;
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  HPE_INVALID_CONSTANT: "it does not speak http there, and may speak https",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the host's name cannot be looked up",
  ECONNRESET: "the connection was closed before an answer came",
  EPIPE: "the connection was closed before an answer came",
  ECONNABORTED: "no answer in time",
  ETIMEDOUT: "no answer in time",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
};

const closed = "it closes the connection: it may want https:// or a certificate (--connect-certificate)";
const hintsByCode: Readonly<Record<string, string>> = { ECONNRESET: closed, EPIPE: closed };

function noAnswer(url: string, error: unknown, tls: TlsSettings | undefined): ServiceError {
  const problem = tlsProblem("connect", error, tls);
  if (problem !== undefined) {
    const message = `no connection to Kafka Connect on ${url}: ${problem.reason}`;
    return new ServiceError("Kafka Connect", message, { where: url, hint: problem.hint, cause: error });
  }
  const code = axios.isAxiosError(error) ? (error.code ?? "") : "";
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  const hint =
    hintsByCode[code] ??
    'start the local stack with "cassink up", or name the worker with --connect-url or KAFKA_CONNECT_URL';
  return new ServiceError("Kafka Connect", `Kafka Connect does not answer on ${url}: ${reason}`, {
    where: url,
    hint,
    cause: error,
  });
}
