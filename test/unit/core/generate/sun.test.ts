import { describe, expect, it } from "vitest";
import { daylight } from "#cli/core/generate/sun.js";

const seconds = (text: string): number => Date.parse(text) / 1000;
const minutesApart = (one: number | undefined, other: number): number =>
  Math.abs((one ?? Infinity) - other) / 60;

describe("daylight", () => {
  /** Published by the national almanac offices (to the minute) for these days. */
  it.each([
    ["London, longest day", 51.5085, -0.1257, "2024-06-20T04:43:00+01:00", "2024-06-20T21:21:00+01:00"],
    ["London, shortest day", 51.5085, -0.1257, "2024-12-21T08:04:00Z", "2024-12-21T15:53:00Z"],
    ["New York, shortest day", 40.7143, -74.006, "2024-12-21T07:17:00-05:00", "2024-12-21T16:32:00-05:00"],
    ["Sydney, longest day", -33.8679, 151.2073, "2024-12-21T05:41:00+11:00", "2024-12-21T20:05:00+11:00"],
    ["Tokyo, equinox", 35.6895, 139.6917, "2025-03-20T05:45:00+09:00", "2025-03-20T17:53:00+09:00"],
    ["Reykjavik, longest day", 64.1355, -21.8954, "2024-06-21T02:55:00Z", "2024-06-22T00:03:00Z"],
  ])("is within two minutes of the almanac: %s", (_, latitude, longitude, sunrise, sunset) => {
    const noon = (seconds(sunrise) + seconds(sunset)) / 2;
    const sun = daylight(noon, latitude, longitude);
    expect(minutesApart(sun?.sunrise, seconds(sunrise))).toBeLessThanOrEqual(2);
    expect(minutesApart(sun?.sunset, seconds(sunset))).toBeLessThanOrEqual(2);
  });

  /** `sys` of replies that OpenWeather's API gave (its documentation's example, and others that were published). */
  it.each([
    ["Turin", 45.133, 7.367, 1726636384, 1726680975],
    ["Helsinki in January", 60.1695, 24.9355, 1643438553, 1643466237],
    ["Helsinki in August", 60.1695, 24.9355, 1660098069, 1660156216],
    ["Helsinki in March", 60.1695, 24.9355, 1773894342, 1773937830],
    ["Bogotá", 4.6097, -74.0817, 1613560256, 1613603399],
  ])("is within three minutes of OpenWeather: %s", (_, latitude, longitude, sunrise, sunset) => {
    const sun = daylight((sunrise + sunset) / 2, latitude, longitude);
    expect(minutesApart(sun?.sunrise, sunrise)).toBeLessThanOrEqual(3);
    expect(minutesApart(sun?.sunset, sunset)).toBeLessThanOrEqual(3);
  });

  it("knows days without a sunrise and without a sunset", () => {
    expect(daylight(seconds("2024-12-21T11:00:00Z"), 69.65, 18.96)).toBeUndefined();
    expect(daylight(seconds("2024-06-21T11:00:00Z"), 69.65, 18.96)).toBeUndefined();
  });
});
