import { expect, test } from "vitest";
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
