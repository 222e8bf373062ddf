import { setTimeout } from "node:timers/promises";
import axios, { type AxiosResponse } from "axios";
import { InputError, ServiceError } from "../../errors.js";
import { Secret } from "../../core/secret.js";

export interface RestOptions {
  readonly signal: AbortSignal;
  /** Milliseconds for retries while Connect is busy. A rebalance takes seconds, a slow one a minute. */
  readonly retryDeadline?: number;
  /** Milliseconds to wait for one answer. Connect's own limit for a request is 90 seconds. */
  readonly answerTimeout?: number;
}

interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  /** The server's time, from the HTTP header Date: milliseconds since the Unix epoch, in whole seconds. */
  readonly time: number | undefined;
}

interface Rest {
  /** The address with its password masked, for messages. */
  readonly url: string;
  call<Body>(
    method: "GET" | "PUT" | "POST" | "DELETE",
    path: string,
    /** `absent`: an answer of 404 is a result, not an error. */
    options?: { readonly body?: object; readonly absent?: boolean },
  ): Promise<Answer<Body>>;
}

const firstDelay = 200;
const longestDelay = 2_000;

/** Client of one REST server. It retries while the server is busy and throws a typed error for every other failure. */
export function createRest(url: string, options: RestOptions): Rest {
  const { retryDeadline = 60_000, answerTimeout = 95_000 } = options;
  const { base, shown } = addressOf(url);
  const client = axios.create({
    baseURL: base,
    timeout: answerTimeout,
    signal: options.signal,
    validateStatus: () => true,
    // By default axios labels a request without body as a form, which Connect refuses.
    headers: { "Content-Type": "application/json" },
    // A proxy from the environment cannot reach this machine's loopback address.
    ...(isLoopback(base) ? { proxy: false as const } : {}),
  });
  const requestOnce = async (
    method: string,
    path: string,
    body: object | undefined,
  ): Promise<AxiosResponse> => {
    try {
      return await client.request<unknown>({
        method,
        url: path,
        ...(body === undefined ? {} : { data: body }),
      });
    } catch (error) {
      options.signal.throwIfAborted();
      throw noAnswer(shown, error);
    }
  };
  return {
    url: shown,
    async call<Body>(
      method: string,
      path: string,
      { body, absent = false }: { readonly body?: object; readonly absent?: boolean } = {},
    ): Promise<Answer<Body>> {
      const giveUpAt = Date.now() + retryDeadline;
      for (let delay = firstDelay; ; delay = Math.min(delay * 2, longestDelay)) {
        const response = await requestOnce(method, path, body);
        const { status } = response;
        if (status < 300 || (absent && status === 404)) {
          return { status, body: response.data as Body, time: timeOf(response) };
        }
        if (!isBusy(response) || Date.now() + delay > giveUpAt) {
          throw refusal(`${method} ${shown}${path}`, response, retryDeadline);
        }
        await setTimeout(delay, undefined, { signal: options.signal }).catch((error: unknown) => {
          options.signal.throwIfAborted();
          throw error;
        });
      }
    },
  };
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
  return new ServiceError(
    "Kafka Connect",
    `Kafka Connect answers with HTTP ${response.status}: ${message === "" ? response.statusText : message}`,
    { where: request, hint: hintFor(response.status), lines },
  );
}

function hintFor(status: number): string {
  if (status === 401 || status === 403)
    return "put the credentials into the address: https://user:password@host";
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
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the host's name cannot be looked up",
  ECONNRESET: "the connection was closed before an answer came",
  EPIPE: "the connection was closed before an answer came",
  ECONNABORTED: "no answer in time",
  ETIMEDOUT: "no answer in time",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate comes from an authority that Node does not know",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate comes from an authority that Node does not know",
};

function noAnswer(url: string, error: unknown): ServiceError {
  const code = axios.isAxiosError(error) ? (error.code ?? "") : "";
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  const hint = /CERT|LEAF/.test(code)
    ? "name the authority's file in NODE_EXTRA_CA_CERTS"
    : 'start the local stack with "cassink up", or name the worker with --connect-url or KAFKA_CONNECT_URL';
  return new ServiceError("Kafka Connect", `Kafka Connect does not answer on ${url}: ${reason}`, {
    where: url,
    hint,
    cause: error,
  });
}

/** `base` for axios; `shown` has the password masked. */
function addressOf(url: string): { readonly base: string; readonly shown: string } {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (cause) {
    throw new InputError(`"${url}" is no address of a Kafka Connect worker`, {
      where: "--connect-url or KAFKA_CONNECT_URL",
      hint: "write http://host:8083",
      cause,
    });
  }
  const base = url.replace(/\/+$/, "");
  if (parsed.password === "") return { base, shown: base };
  parsed.password = Secret.mask;
  return { base, shown: parsed.href.replace(/\/+$/, "") };
}

function isLoopback(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}
