import { describe, expect, it, test } from "vitest";
import { zoneOf, zoneOfText } from "#cli/core/java/zone.js";

const at2018 = 1_530_305_100;

describe("a zone's id", () => {
  it.each([
    "UTC",
    "Z",
    "+1",
    "+0100",
    "+01:00:30",
    "GMT+1",
    "UT-3",
    "Europe/Paris",
    "EST5EDT",
    "PRC",
    "SystemV/AST4",
  ])("%s is one in Java", (id) => expect(zoneOf(id)).toBeDefined());
  it.each([
    "PST",
    "EST",
    "MST",
    "CST",
    "JST",
    "ROC",
    "utc",
    "z",
    "europe/paris",
    "+1:00",
    "GMT+001",
    "+18:01",
    "+01:60",
  ])("%s is none in Java, whatever Intl says", (id) => expect(zoneOf(id)).toBeUndefined());
});

test("a text names fewer zones than ZoneId knows, and those in any case where case does not matter", () => {
  expect(zoneOfText("GMT+01:00", false)?.offsetAt(at2018)).toBe(3600);
  expect(zoneOfText("GMT+1", false)).toBeUndefined();
  expect(zoneOfText("GMT0", false)?.offsetAt(at2018)).toBe(0);
  expect(zoneOfText("europe/paris", true)?.offsetAt(at2018)).toBe(7200);
  expect(zoneOfText("europe/paris", false)).toBeUndefined();
  expect(zoneOfText("PST", true)).toBeUndefined();
});
