import type { City } from "./cities.js";
import { Random } from "./random.js";
import { type Sky, skyOf } from "./sky.js";
import { daylight } from "./sun.js";
import { zoneOffset } from "./zone-offset.js";

/** OpenWeather's answer to "current weather", with its names and units (kelvin, hPa, m/s, metres, mm). */
interface WeatherReading {
  readonly coord: { readonly lon: number; readonly lat: number };
  readonly weather: readonly {
    readonly id: number;
    readonly main: string;
    readonly description: string;
    readonly icon: string;
  }[];
  readonly base: string;
  readonly main: {
    readonly temp: number;
    readonly feels_like: number;
    readonly temp_min: number;
    readonly temp_max: number;
    readonly pressure: number;
    readonly humidity: number;
    readonly sea_level?: number;
    readonly grnd_level?: number;
  };
  readonly visibility: number;
  readonly wind: { readonly speed: number; readonly deg: number; readonly gust?: number };
  readonly rain?: { readonly "1h": number };
  readonly snow?: { readonly "1h": number };
  readonly clouds: { readonly all: number };
  readonly dt: number;
  readonly sys: {
    readonly type: number;
    readonly id: number;
    readonly country: string;
    readonly sunrise: number;
    readonly sunset: number;
  };
  readonly timezone: number;
  readonly id: number;
  readonly name: string;
  readonly cod: number;
}

/**
 * The synthetic weather of a city at a time (seconds since the epoch); it depends on nothing but the seed, the city and
 * the time. `gust`, `rain`, `snow`, `sea_level` and `grnd_level` are sometimes missing, as in the API.
 */
export function weatherReading(city: City, time: number, seed: number): WeatherReading {
  const random = new Random(seed, city.id, time);
  const timezone = zoneOffset(city.zone, time);
  const sun = daylightOfDay(city, time, timezone);
  const celsius = temperature(city, time, seed) + 0.2 * random.normal();
  const sky = skyOf(drift(seed, city.id, 2, time), celsius, random);
  const humidity = Math.round(
    clamp(55 + 0.35 * (sky.clouds - 40) + 12 * drift(seed, city.id, 3, time), 8, 100),
  );
  const speed = Math.abs(3.5 + 2.2 * drift(seed, city.id, 4, time) + 0.8 * random.normal());
  const pressure = Math.round(1014 + 7 * drift(seed, city.id, 5, time) - sky.clouds / 25);
  const temp = kelvin(celsius);
  const spread = 0.3 + random.uniform();
  const isDay = sun !== undefined && time >= sun.sunrise && time < sun.sunset;
  return {
    coord: { lon: city.longitude, lat: city.latitude },
    weather: [{ ...sky.condition, icon: `${sky.icon}${isDay ? "d" : "n"}` }],
    base: "stations",
    main: {
      temp,
      feels_like: kelvin(apparent(celsius, humidity, speed)),
      temp_min: round(temp - spread),
      temp_max: round(temp + spread),
      pressure,
      humidity,
      ...(random.uniform() < 0.6 ? levels(city, pressure) : {}),
    },
    visibility: sky.visibility,
    wind: {
      speed: round(speed),
      deg: Math.floor(modulo(180 + 70 * drift(seed, city.id, 6, time) + 15 * random.normal(), 360)),
      ...(random.uniform() < 0.4 ? { gust: round(speed * (1.3 + 0.8 * random.uniform())) } : {}),
    },
    ...precipitation(sky),
    clouds: { all: sky.clouds },
    dt: time,
    sys: {
      type: 2,
      id: 2_000_000 + (city.id % 100_000),
      country: city.country,
      sunrise: sun?.sunrise ?? 0,
      sunset: sun?.sunset ?? 0,
    },
    timezone,
    id: city.id,
    name: city.name,
    cod: 200,
  };
}

/** Sunrise and sunset of the calendar day in the city's time zone, as OpenWeather gives them. */
function daylightOfDay(city: City, time: number, timezone: number): ReturnType<typeof daylight> {
  const noon = Math.floor((time + timezone) / 86_400) * 86_400 + 43_200 - timezone;
  return daylight(noon, city.latitude, city.longitude);
}

/**
 * Degrees Celsius: cooler towards the poles and with elevation, warmest in late July (January in the south) and at
 * three in the afternoon by the sun, plus a slow random variation.
 */
export function temperature(city: City, time: number, seed: number): number {
  const distance = Math.abs(city.latitude);
  const mean = 27 - 0.4 * Math.max(0, distance - 12) - city.elevation * 0.005;
  const year = ((time / 86_400) % 365.2425) / 365.2425;
  const season = 0.2 * distance * Math.cos(2 * Math.PI * (year - 0.56)) * Math.sign(city.latitude);
  const sunHour = modulo(time / 3600 + city.longitude / 15, 24);
  const day = 4 * Math.cos((2 * Math.PI * (sunHour - 15)) / 24);
  return mean + season + day + 2.5 * drift(seed, city.id, 1, time);
}

/**
 * A slow random variation with mean 0 and a standard deviation of about 0.8: one drawn value every twelve hours, and a
 * smooth curve between them.
 * @param quantity distinguishes the variations of one city: temperature, clouds, humidity, wind, pressure
 */
function drift(seed: number, city: number, quantity: number, time: number): number {
  const period = 43_200;
  const index = Math.floor(time / period);
  const share = time / period - index;
  const smooth = share * share * (3 - 2 * share);
  const drawn = (halfDay: number): number => new Random(seed, city, quantity, halfDay).normal();
  return clamp(drawn(index) * (1 - smooth) + drawn(index + 1) * smooth, -2.5, 2.5);
}

function precipitation(sky: Sky): Pick<WeatherReading, "rain" | "snow"> {
  if (sky.millimetres === 0) return {};
  return sky.frozen ? { snow: { "1h": sky.millimetres } } : { rain: { "1h": sky.millimetres } };
}

function levels(city: City, pressure: number): { sea_level: number; grnd_level: number } {
  return { sea_level: pressure, grnd_level: Math.round(pressure * Math.exp(-city.elevation / 8400)) };
}

/** Steadman's apparent temperature in degrees Celsius, from temperature, relative humidity and wind (m/s). */
function apparent(celsius: number, humidity: number, speed: number): number {
  const vapour = (humidity / 100) * 6.105 * Math.exp((17.27 * celsius) / (237.7 + celsius));
  return celsius + 0.33 * vapour - 0.7 * speed - 4;
}

const round = (value: number): number => Math.round(value * 100) / 100;
const kelvin = (celsius: number): number => round(celsius + 273.15);
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const modulo = (value: number, by: number): number => ((value % by) + by) % by;
