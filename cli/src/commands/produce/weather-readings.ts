import { weatherReading } from "../../core/generate/weather.js";
import type { Outgoing } from "../../core/produce/outgoing.js";
import type { ProduceWeatherInput } from "../../program/produce.js";
import { chooseCities } from "./weather-cities.js";

/** Readings of every selected city at one time, at most `limit` of them. */
export interface Readings {
  readonly cities: number;
  readonly at: (time: number, limit: number) => readonly Outgoing[] | Promise<readonly Outgoing[]>;
  readonly missed: () => { readonly missed: number; readonly missedReason: string | undefined };
}

const usualCities = 50;

export function syntheticReadings(input: ProduceWeatherInput): Readings {
  const cities = chooseCities(input.city, input.cities ?? usualCities);
  return {
    cities: cities.length,
    at: (time, limit) =>
      cities.slice(0, limit).map((city) => ({
        key: String(city.id),
        value: JSON.stringify(weatherReading(city, Math.floor(time / 1000), input.seed)),
        timestamp: time,
      })),
    missed: () => ({ missed: 0, missedReason: undefined }),
  };
}
