import { describe, expect, it } from "vitest";
import { Decimal } from "#cli/core/java/decimal.js";

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

  it.each([
    ["1e3", "1000"],
    ["1E-7", "0.0000001"],
    ["-12.50", "-12.50"],
    ["0.00", "0.00"],
  ])("%s in plain notation is %s", (text, plain) => {
    expect(Decimal.parse(text)?.toPlainString()).toBe(plain);
  });

  it("has a whole number where it has no fraction, and 64 low bits of its whole part", () => {
    expect(Decimal.parse("1e3")?.toInteger()).toBe(1000n);
    expect(Decimal.parse("1.5")?.toInteger()).toBeUndefined();
    expect(Decimal.parse("1e999999")?.toInteger()).toBeUndefined();
    expect(Decimal.parse("18446744073709551621.9")?.toInt64()).toBe(5n);
    expect(Decimal.parse("-1.9")?.toInt64()).toBe(-1n);
  });
});
