import { expect, test } from "vitest";
import { numberFormat } from "#cli/core/java/number-format.js";
import { parseDouble } from "#cli/core/java/parse-double.js";
import { Decimal } from "#cli/core/java/decimal.js";

test.each([
  ["0x1p3", 8],
  ["0x1.8p3d", 12],
  ["-0X.8P-1", -0.25],
  ["0x1.fffffffffffff8p1023", Infinity],
  ["0x1p-1074", 5e-324],
  ["1.5f", 1.5],
  [" 2d ", 2],
  ["NaN", NaN],
])("Double.valueOf reads %s", (text, value) => {
  expect(parseDouble(text)?.value).toBe(value);
});

test.each(["0x", "0x1", "0xp1", "1.5x", ""])("Double.valueOf refuses %j", (text) => {
  expect(parseDouble(text)).toBeUndefined();
});

test("numbers are read in the digits of any script and in the symbols of Java's locales", () => {
  expect(Decimal.parse("٣.٥")?.toString()).toBe("3.5");
  expect(numberFormat("hi_IN")("१,२३४.5")?.value.toString()).toBe("1234.5");
  expect(numberFormat("de_CH")("1\u2019234.5")?.end).toBe(7);
  expect(numberFormat("sv_SE")("1,5×10^\u22122")?.value.toString()).toBe("0.015");
  expect(numberFormat("sv_SE")("1E5")?.end).toBe(1);
  expect(numberFormat("en_US")("∞")?.value.toString()).toBe("Infinity");
});
