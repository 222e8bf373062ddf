import type { Outgoing } from "../../core/produce/outgoing.js";
import { Secret } from "../../core/secret.js";
import { ServiceError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { ProduceWeatherInput } from "../../program/produce.js";
import { askedCities } from "./weather-cities.js";
import type { Readings } from "./weather-readings.js";

/** Requests sent at the same time. */
const parallel = 4;
/** Rounds in a row without a single reading after which the run ends. */
const emptyRoundsAllowed = 3;

/** Readings asked from OpenWeather. A missing reading is reported and left out; the next round asks again. */
export async function fetchedReadings(
  input: ProduceWeatherInput,
  context: CommandContext,
): Promise<Readings> {
  const cities = askedCities(input.city, input.cities);
  const source = await context.weatherSource({ apiKey: apiKey(context), url: input.apiUrl });
  let missed = 0;
  let missedReason: string | undefined;
  let emptyRounds = 0;
  const fetch = async (city: string | number): Promise<Outgoing | undefined> => {
    const reply = await source.current(city, context.signal).catch((error: unknown) => {
      // Ctrl-C while a reading is on its way: the run ends without it.
      if (context.signal.aborted) return undefined;
      throw error;
    });
    if (reply === undefined) return undefined;
    if (reply.kind === "reading") {
      return { key: String(reply.cityId), value: reply.text, timestamp: context.clock.now() };
    }
    missed += 1;
    missedReason = reply.reason;
    context.progress.report({ kind: "reading missed", city, reason: reply.reason });
    return undefined;
  };
  return {
    cities: cities.length,
    async at(_, limit) {
      const readings = await round(cities.slice(0, limit), fetch, context.signal);
      emptyRounds = readings.length === 0 ? emptyRounds + 1 : 0;
      if (emptyRounds >= emptyRoundsAllowed && !context.signal.aborted) {
        throw new ServiceError("OpenWeather", `OpenWeather gave no reading in ${emptyRoundsAllowed} rounds`, {
          lines: missedReason === undefined ? [] : [missedReason],
          hint: "try again later, or go on without it: --source synthetic",
        });
      }
      return readings;
    },
    missed: () => ({ missed, missedReason }),
  };
}

async function round(
  cities: readonly (string | number)[],
  fetch: (city: string | number) => Promise<Outgoing | undefined>,
  signal: AbortSignal,
): Promise<readonly Outgoing[]> {
  const readings: Outgoing[] = [];
  for (let next = 0; next < cities.length && !signal.aborted; next += parallel) {
    const replies = await Promise.all(cities.slice(next, next + parallel).map(fetch));
    readings.push(...replies.filter((reply) => reply !== undefined));
  }
  return readings;
}

function apiKey({ environment }: CommandContext): Secret {
  const key = environment["OPENWEATHER_API_KEY"];
  if (key !== undefined && key !== "") return new Secret(key);
  throw new UsageError("--source openweather needs an API key", {
    hint: "get one at https://openweathermap.org/api and set OPENWEATHER_API_KEY to it",
  });
}
