import type { Secret } from "../core/secret.js";

export interface WeatherAccess {
  readonly apiKey: Secret;
  /** Address of the "current weather" call; undefined is OpenWeather's own. */
  readonly url: string | undefined;
}

/** OpenWeather's reply for one city, as it came, or why there is none just now. */
export type WeatherReply =
  | { readonly kind: "reading"; readonly cityId: number; readonly text: string }
  | { readonly kind: "unavailable"; readonly reason: string };

/** The "current weather" call of OpenWeather's API. */
export interface WeatherSource {
  /**
   * Asks for a city by name (`Oslo`, `Paris,FR`) or id. Rate limits and faults are retried for a while and then
   * are `unavailable`; a refused key is a ServiceError, an unknown city a UsageError.
   */
  current(city: string | number, signal: AbortSignal): Promise<WeatherReply>;
}
