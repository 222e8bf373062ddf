import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cities, type City } from "#cli/core/generate/cities.js";
import { temperature, weatherReading } from "#cli/core/generate/weather.js";
import { schemaChecker } from "#cli/core/documents/schema-check.js";
const schema = JSON.parse(readFileSync("schemas/events/weather.schema.json", "utf8")) as object;
const noon = Date.parse("2026-07-15T12:00:00Z") / 1000;
const day = 86_400;

function city(name: string): City {
  const found = cities.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no city ${name}`);
  return found;
}

/** Mean of the temperatures at one hour of the day (UTC) over 30 days around a date. */
function usual(name: string, date: string): number {
  const start = Date.parse(date) / 1000;
  const days = Array.from({ length: 30 }, (_, index) => temperature(city(name), start + index * day, 1));
  return days.reduce((sum, value) => sum + value, 0) / days.length;
}

describe("cities", () => {
  it("are fifty, each once, between the polar circles", () => {
    expect(cities).toHaveLength(50);
    expect(new Set(cities.map(({ id }) => id)).size).toBe(50);
    expect(new Set(cities.map(({ name }) => name)).size).toBe(50);
    expect(cities.every(({ latitude }) => Math.abs(latitude) < 66)).toBe(true);
  });
});

describe("weatherReading", () => {
  it("is the same for the same seed, city and time, whatever was asked before", () => {
    const reading = weatherReading(city("Oslo"), noon, 7);
    weatherReading(city("Rome"), noon + 5, 7);
    expect(weatherReading(city("Oslo"), noon, 7)).toEqual(reading);
    expect(weatherReading(city("Oslo"), noon, 8)).not.toEqual(reading);
    expect(weatherReading(city("Oslo"), noon + 5, 7)).not.toEqual(reading);
  });

  it("is what the event schema asks for, in every city and season", () => {
    const check = schemaChecker(schema);
    for (const one of cities) {
      for (let days = 0; days < 365; days += 13) {
        expect(check(weatherReading(one, noon + days * day + days * 977, 3))).toEqual([]);
      }
    }
  });

  it("sends gust, rain, snow, sea_level and grnd_level only sometimes", () => {
    const readings = cities.flatMap((one) =>
      Array.from({ length: 60 }, (_, index) => weatherReading(one, noon + index * 6 * day, 1)),
    );
    const share = (has: (reading: (typeof readings)[number]) => boolean): number =>
      readings.filter(has).length / readings.length;
    for (const [low, high, has] of [
      [0.2, 0.7, (reading) => reading.wind.gust !== undefined],
      [0.02, 0.4, (reading) => reading.rain !== undefined],
      [0.002, 0.2, (reading) => reading.snow !== undefined],
      [0.3, 0.9, (reading) => reading.main.sea_level !== undefined],
    ] as readonly [number, number, (reading: (typeof readings)[number]) => boolean][]) {
      expect(share(has)).toBeGreaterThan(low);
      expect(share(has)).toBeLessThan(high);
    }
    expect(readings.every(({ rain, snow }) => rain === undefined || snow === undefined)).toBe(true);
  });

  it("has the city's own day: its offset with summer time, sunrise before sunset, icons for day and night", () => {
    const london = weatherReading(city("London"), noon, 1);
    expect(london.timezone).toBe(3600);
    expect(weatherReading(city("London"), noon + 180 * day, 1).timezone).toBe(0);
    expect(weatherReading(city("Mumbai"), noon, 1).timezone).toBe(19_800);
    expect(london.sys.sunrise).toBeLessThan(noon);
    expect(london.sys.sunset).toBeGreaterThan(noon);
    expect(london.weather[0]?.icon).toMatch(/d$/);
    expect(weatherReading(city("London"), noon + day / 2, 1).weather[0]?.icon).toMatch(/n$/);
    expect(new Date((london.sys.sunrise + london.timezone) * 1000).getUTCHours()).toBeLessThan(7);
  });

  it("is warm where and when it should be", () => {
    expect(usual("Oslo", "2026-07-10T13:00:00Z")).toBeGreaterThan(usual("Oslo", "2026-01-10T13:00:00Z") + 12);
    expect(usual("Sydney", "2026-01-10T03:00:00Z")).toBeGreaterThan(
      usual("Sydney", "2026-07-10T03:00:00Z") + 6,
    );
    expect(usual("Oslo", "2026-07-10T14:00:00Z")).toBeGreaterThan(usual("Oslo", "2026-07-10T02:00:00Z") + 5);
    expect(usual("Singapore", "2026-04-10T06:00:00Z")).toBeGreaterThan(
      usual("Oslo", "2026-04-10T12:00:00Z") + 8,
    );
    for (const one of cities) {
      const { temp } = weatherReading(one, noon, 1).main;
      expect(temp).toBeGreaterThan(225);
      expect(temp).toBeLessThan(325);
    }
  });
});
