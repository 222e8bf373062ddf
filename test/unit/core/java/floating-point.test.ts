import { expect, test } from "vitest";
import { doubleText, Float32, Float64, floatText } from "#cli/core/java/floating-point.js";

test.each([
  [2 ** -44, "5.6843418860808015E-14"],
  [2e23, "1.9999999999999998E23"],
  [2.7166484966530534e17, "2.71664849665305344E17"],
  [2.0e-3, "0.002"],
  [2 ** 54 + 4, "1.8014398509481988E16"],
  [5e-324, "4.9E-324"],
])("Java before 19 writes the double %d as %s", (value, text) => {
  expect(String(new Float64(value).beforeJava19())).toBe(text);
});

test.each([
  [2 ** 83, "9.6714065E24"],
  [1530244800000, "1.53024476E12"],
  [-1520611952584, "-1.52061202E12"],
])("Java before 19 writes the float %d as %s", (value, text) => {
  expect(String(new Float32(Math.fround(value)).beforeJava19())).toBe(text);
});

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
  [1530244800000, "1.5302448E12"],
  [-1520611952584, "-1.520612E12"],
  [1081666.25, "1081666.2"],
  [9.3e18, "9.3E18"],
])("Java writes the float %d as %s", (value, text) => {
  expect(floatText(Math.fround(value))).toBe(text);
});
