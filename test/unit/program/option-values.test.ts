import { expect, it } from "vitest";
import { pointInTime, position, signedNumber } from "#cli/program/option-values.js";

it.each([
  ["2026-11-27T20:00:00Z", { kind: "at", milliseconds: Date.UTC(2026, 10, 27, 20) }],
  ["2026-11-27T21:00+01:00", { kind: "at", milliseconds: Date.UTC(2026, 10, 27, 20) }],
  ["2026-11-27", { kind: "at", milliseconds: Date.UTC(2026, 10, 27) }],
  ["2h", { kind: "ago", milliseconds: 7_200_000 }],
])("takes %s for a time", (text, expected) => {
  expect(pointInTime(text)).toEqual(expected);
});

it.each(["2026-11-27T20:00:00", "yesterday", "2026-13-40", "5", "-2h"])("refuses %s as a time", (text) => {
  expect(() => pointInTime(text)).toThrow("is no time");
});

it("takes positions and numbers of offsets", () => {
  expect(position("item-sales-0-3@1187")).toEqual({ topic: "item-sales-0", partition: 3, offset: 1187 });
  for (const text of ["item_sales@3", "item_sales-0", "-0@3", "a-0@99999999999999999"])
    expect(() => position(text)).toThrow("is no position");
  expect(["-1000", "+5", "1_000"].map(signedNumber)).toEqual([-1000, 5, 1000]);
  for (const text of ["", "-", "1.5", "ten"]) expect(() => signedNumber(text)).toThrow("is no number");
});
