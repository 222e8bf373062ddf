import type { Random } from "./random.js";

export interface Sky {
  /** Share of the sky covered, in percent. */
  readonly clouds: number;
  /** OpenWeather's condition id, group and description. */
  readonly condition: { readonly id: number; readonly main: string; readonly description: string };
  /** OpenWeather's icon, without its `d` or `n`. */
  readonly icon: string;
  /** Metres, 10,000 at most. */
  readonly visibility: number;
  /** Rain or snow of the last hour. */
  readonly millimetres: number;
  readonly frozen: boolean;
}

/**
 * Clouds, rain or snow.
 * @param weather the higher, the worse: normally distributed, mean 0, standard deviation about 1
 */
export function skyOf(weather: number, celsius: number, random: Random): Sky {
  const clouds = Math.round(Math.min(100, Math.max(0, 45 + 45 * weather + 6 * random.normal())));
  const frozen = celsius < 1;
  if (clouds > 70 && random.uniform() < (clouds - 70) / 45) return falling(clouds, frozen, random);
  if (clouds > 60 && random.uniform() < 0.06) {
    const visibility = 800 + random.below(4200);
    return dry(clouds, 701, "Mist", "mist", "50", visibility);
  }
  if (clouds < 11) return dry(clouds, 800, "Clear", "clear sky", "01");
  if (clouds < 25) return dry(clouds, 801, "Clouds", "few clouds", "02");
  if (clouds < 51) return dry(clouds, 802, "Clouds", "scattered clouds", "03");
  if (clouds < 85) return dry(clouds, 803, "Clouds", "broken clouds", "04");
  return dry(clouds, 804, "Clouds", "overcast clouds", "04");
}

function dry(
  clouds: number,
  id: number,
  main: string,
  description: string,
  icon: string,
  visibility = 10_000,
): Sky {
  return { clouds, condition: { id, main, description }, icon, visibility, millimetres: 0, frozen: false };
}

function falling(clouds: number, frozen: boolean, random: Random): Sky {
  const millimetres = Math.round((0.1 + 4 * random.uniform() ** 2) * 100) / 100;
  const heavy = millimetres >= 1;
  const condition = frozen
    ? { id: heavy ? 601 : 600, main: "Snow", description: heavy ? "snow" : "light snow" }
    : { id: heavy ? 501 : 500, main: "Rain", description: heavy ? "moderate rain" : "light rain" };
  const visibility = Math.max(1_000, Math.round(10_000 - millimetres * (frozen ? 3_000 : 900)));
  return { clouds, condition, icon: frozen ? "13" : "10", visibility, millimetres, frozen };
}
