import { expect, it } from "vitest";
import { notBlank, position, positiveDuration, signedNumber } from "#cli/program/option-values.js";
import { UsageError } from "#cli/errors.js";

it("takes positions and numbers of offsets", () => {
  expect(position("item-sales-0-3@1187")).toEqual({ topic: "item-sales-0", partition: 3, offset: 1187 });
  for (const text of ["item_sales@3", "item_sales-0", "-0@3", "a-0@99999999999999999"])
    expect(() => position(text)).toThrow("is no position");
  expect(["-1000", "+5", "1_000"].map(signedNumber)).toEqual([-1000, 5, 1000]);
  for (const text of ["", "-", "1.5", "ten"]) expect(() => signedNumber(text)).toThrow("is no number");
});

it.each(["", " ", "\t"])("a name that is %j is refused", (text) => {
  expect(() => notBlank(text)).toThrow(UsageError);
  expect(notBlank(`a${text}`)).toBe(`a${text}`);
});

it("what is waited for is some time", () => {
  expect(["500ms", "1", "2m"].map(positiveDuration)).toEqual([500, 1_000, 120_000]);
  for (const text of ["0", "0s", "0.1ms"]) expect(() => positiveDuration(text)).toThrow("is no time at all");
  expect(() => positiveDuration("soon")).toThrow("is not a duration");
});
