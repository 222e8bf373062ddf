import { describe, expect, it, test } from "vitest";
import { Decimal } from "#cli/core/java/decimal.js";
import { doubleText, floatText } from "#cli/core/java/floating-point.js";

test.each([
  [0, "0.0"],
  [-0, "-0.0"],
  [1, "1.0"],
  [100, "100.0"],
  [9999999, "9999999.0"],
  [10000000, "1.0E7"],
  [0.001, "0.001"],
  [0.0001, "1.0E-4"],
  [12345678.9, "1.23456789E7"],
  [-0.5, "-0.5"],
  [1e21, "1.0E21"],
  [5e-324, "4.9E-324"],
  [1.7976931348623157e308, "1.7976931348623157E308"],
  [Infinity, "Infinity"],
  [NaN, "NaN"],
])("Java writes the double %d as %s", (value, text) => {
  expect(doubleText(value)).toBe(text);
});

test.each([
  [0.1, "0.1"],
  [16777216, "1.6777216E7"],
  [3.4028234663852886e38, "3.4028235E38"],
  [1.401298464324817e-45, "1.4E-45"],
  [33554432, "3.3554432E7"],
  [1530244800000, "1.53024476E12"],
  [-1520611952584, "-1.52061202E12"],
  [9.3e18, "9.3E18"],
])("Java writes the float %d as %s", (value, text) => {
  expect(floatText(Math.fround(value))).toBe(text);
});

describe("Decimal", () => {
  it.each([
    ["100.0", "1E+2"],
    ["2.50", "2.5"],
    ["0.0000001", "1E-7"],
    ["0.000001", "0.000001"],
    ["-0.0", "0"],
    ["1234.5e-10", "1.2345E-7"],
    ["+5", "5"],
    [".5", "0.5"],
  ])("%s without trailing zeros is %s", (text, stripped) => {
    expect(Decimal.parse(text)?.stripped().toString()).toBe(stripped);
  });

  it.each(["", ".", "1e", "0x10", "1 ", "NaN"])("does not read %j", (text) => {
    expect(Decimal.parse(text)).toBeUndefined();
  });

  it("knows its whole number, and the low 64 bits of it", () => {
    expect(Decimal.parse("1e3")?.toInteger()).toBe(1000n);
    expect(Decimal.parse("1.5")?.toInteger()).toBeUndefined();
    expect(Decimal.parse("1e999999")?.toInteger()).toBeUndefined();
    expect(Decimal.parse("18446744073709551621.9")?.toInt64()).toBe(5n);
    expect(Decimal.parse("-1.9")?.toInt64()).toBe(-1n);
  });
});
