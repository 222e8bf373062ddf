import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { cities } from "#cli/core/generate/cities.js";
import { weatherReading } from "#cli/core/generate/weather.js";

export interface WeatherServer {
  readonly url: string;
  /** The queries of all calls so far. */
  readonly calls: URLSearchParams[];
  /** Answers to the next calls, before the usual ones; undefined lets a call pass on. */
  readonly faults: ((call: IncomingMessage, answer: ServerResponse) => void)[];
  close(): Promise<void>;
}

export const weatherKey = "0123456789abcdef0123456789abcdef";

/** A server on this machine that answers as OpenWeather's "current weather" does, with one city's synthetic weather. */
export async function startWeatherServer(): Promise<WeatherServer> {
  const calls: URLSearchParams[] = [];
  const faults: WeatherServer["faults"] = [];
  const server = createServer((call, answer) => {
    const query = new URL(call.url ?? "/", "http://localhost").searchParams;
    calls.push(query);
    const fault = faults.shift();
    if (fault !== undefined) fault(call, answer);
    else reply(query, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/data/2.5/weather`,
    calls,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(query: URLSearchParams, answer: ServerResponse): void {
  if (query.get("appid") !== weatherKey) {
    send(answer, 401, {
      cod: 401,
      message: "Invalid API key. Please see https://openweathermap.org/faq#error401",
    });
    return;
  }
  const name = query.get("q")?.split(",")[0]?.toLowerCase();
  const city = cities.find((one) => String(one.id) === query.get("id") || one.name.toLowerCase() === name);
  if (city === undefined) send(answer, 404, { cod: "404", message: "city not found" });
  else send(answer, 200, weatherReading(city, Math.floor(Date.now() / 1000), 1));
}

export function send(
  answer: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  answer.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  answer.end(typeof body === "string" ? body : JSON.stringify(body));
}
