import { type City, cities } from "../../core/generate/cities.js";
import { didYouMean } from "../../core/suggestion.js";
import { UsageError } from "../../errors.js";

/** Cities of the synthetic source: those named by name or id, or the first `number` of the list. */
export function chooseCities(named: readonly string[] | undefined, number: number): readonly City[] {
  if (named === undefined) return cities.slice(0, number);
  return named.map((text) => {
    const wanted = text.split(",")[0]?.trim().toLowerCase();
    const city = cities.find(({ id, name }) => String(id) === text || name.toLowerCase() === wanted);
    if (city !== undefined) return city;
    const names = cities.map(({ name }) => name);
    throw new UsageError(`the synthetic source has no city ${text}`, {
      hint:
        didYouMean(text, names) ??
        "it knows 50 cities, as Oslo or Tokyo; --source openweather knows them all",
    });
  });
}

/** Cities as OpenWeather is asked for them: digits are an id, anything else is a name. */
export function askedCities(
  named: readonly string[] | undefined,
  number: number | undefined,
): readonly (string | number)[] {
  if (named !== undefined) return named.map((text) => (/^\d+$/.test(text) ? Number(text) : text));
  if (number !== undefined) return cities.slice(0, number).map(({ id }) => id);
  throw new UsageError("--source openweather asks for places, and none is named", {
    hint: "name them: --city Oslo --city 2643743 - or take some of ours: --cities 10",
  });
}
