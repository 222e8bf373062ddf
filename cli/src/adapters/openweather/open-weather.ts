import axios, { type AxiosResponse } from "axios";
import { ServiceError, UsageError } from "../../errors.js";
import { Secret } from "../../core/secret.js";
import type { Clock } from "../../ports/clock.js";
import type { WeatherAccess, WeatherReply, WeatherSource } from "../../ports/weather-source.js";

const publicUrl = "https://api.openweathermap.org/data/2.5/weather";
const timeoutMilliseconds = 10_000;
const attempts = 4;
/** Milliseconds; doubled with every attempt. */
const firstPause = 500;
/** Milliseconds. When OpenWeather asks for a longer pause, the user is told instead. */
const longestPause = 60_000;

/**
 * OpenWeather's "current weather" call. The API key must not appear anywhere but in the request, so axios' errors, which
 * contain the request, are never passed on.
 */
export function createOpenWeather(access: WeatherAccess, clock: Clock): WeatherSource {
  const url = access.url ?? publicUrl;
  const ask = (city: string | number, signal: AbortSignal): Promise<AxiosResponse<string>> =>
    axios.get<string>(url, {
      params: {
        ...(typeof city === "number" ? { id: city } : { q: city }),
        appid: access.apiKey.reveal(),
      },
      responseType: "text",
      transformResponse: (text: unknown) => text,
      validateStatus: () => true,
      maxRedirects: 0,
      timeout: timeoutMilliseconds,
      maxContentLength: 1024 * 1024,
      signal,
    });
  const hidden = (text: string): string => text.replaceAll(access.apiKey.reveal(), Secret.mask);
  return {
    async current(city, signal) {
      let reason = "";
      for (let attempt = 0; attempt < attempts; attempt++) {
        const answer = await ask(city, signal).catch((error: unknown) => {
          signal.throwIfAborted();
          return new Error(hidden(describe(error)));
        });
        if (!(answer instanceof Error) && answer.status === 200) return reading(answer.data, url);
        reason = answer instanceof Error ? answer.message : hidden(statusText(answer));
        if (!(answer instanceof Error)) refuseForGood(answer, reason, city, url);
        const asked = answer instanceof Error ? undefined : askedPause(answer, clock);
        const pause = asked ?? firstPause * 2 ** attempt;
        if (pause > longestPause)
          return unavailable(`${reason}; it asks to wait ${Math.ceil(pause / 1000)} s`);
        if (attempt < attempts - 1) await clock.sleep(pause, signal);
      }
      return unavailable(reason);
    },
  };
}

function unavailable(reason: string): WeatherReply {
  return { kind: "unavailable", reason };
}

/** Throws for answers that a retry cannot change: a refused key, an unknown city, a wrong address. */
function refuseForGood(
  answer: AxiosResponse<string>,
  reason: string,
  city: string | number,
  url: string,
): void {
  const { status } = answer;
  if (status === 429 || status >= 500) return;
  if (status === 401) {
    throw new ServiceError("OpenWeather", "OpenWeather refuses the API key", {
      where: "OPENWEATHER_API_KEY",
      hint: "look at https://home.openweathermap.org/api_keys - a new key takes some hours until it works",
    });
  }
  if (status === 404 && messageOf(answer.data) !== undefined) {
    throw new UsageError(`OpenWeather knows no city ${typeof city === "number" ? `with id ${city}` : city}`, {
      hint: "write --city Oslo, --city Paris,FR or an id of its city list, as --city 2643743",
    });
  }
  throw new ServiceError("OpenWeather", `OpenWeather does not take the request: ${reason}`, {
    where: url,
    hint: "look at --api-url",
  });
}

function reading(text: string, url: string): WeatherReply {
  let cityId: unknown;
  try {
    cityId = (JSON.parse(text) as { readonly id?: unknown } | null)?.id;
  } catch {
    cityId = undefined;
  }
  if (typeof cityId === "number") return { kind: "reading", cityId, text };
  throw new ServiceError(
    "OpenWeather",
    "the answer is no weather reading: it is no JSON, or has no city id",
    {
      where: url,
      hint: "look at --api-url",
    },
  );
}

/** Milliseconds of the header `Retry-After`, which has seconds or a date. */
function askedPause(answer: AxiosResponse<string>, clock: Clock): number | undefined {
  const header: unknown = answer.headers["retry-after"];
  if (typeof header !== "string") return undefined;
  const pause = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - clock.now();
  return Number.isNaN(pause) ? undefined : Math.max(0, pause);
}

function statusText(answer: AxiosResponse<string>): string {
  const message = messageOf(answer.data);
  const name = answer.status === 429 ? "too many calls for this key" : `status ${answer.status}`;
  return message === undefined ? name : `${name} (${message})`;
}

/** The `message` of the API's answer. */
function messageOf(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}

function describe(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  if (code === "ECONNABORTED" || code === "ETIMEDOUT")
    return `no answer within ${timeoutMilliseconds / 1000} s`;
  return message ?? code ?? "no answer";
}
