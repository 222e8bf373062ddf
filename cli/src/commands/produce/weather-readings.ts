import { weatherReading } from "../../core/generate/weather.js";
import type { OutgoingRecord } from "../../core/kafka/record.js";
import { chooseCities } from "./weather-cities.js";

export interface WeatherInput {
  readonly pipeline: string;
  readonly source: "synthetic" | "openweather";
  readonly seed: number;
  readonly cities?: number;
  readonly city?: readonly string[];
  /** Milliseconds from one round of readings to the next; 0 makes all of `count` at once. */
  readonly interval?: number;
  readonly count?: number;
  /** Milliseconds. */
  readonly duration?: number;
  /** Readings per second, instead of an interval. */
  readonly rate?: number;
  readonly apiUrl?: string;
}

/** Readings of every chosen city at one time, at most `limit` of them. */
export interface Readings {
  readonly cities: number;
  readonly at: (
    time: number,
    limit: number,
  ) => readonly OutgoingRecord[] | Promise<readonly OutgoingRecord[]>;
  readonly missed: () => { readonly missed: number; readonly missedReason: string | undefined };
}

const usualCities = 50;

export function syntheticReadings(input: WeatherInput): Readings {
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
