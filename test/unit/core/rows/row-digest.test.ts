import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { RowDigest } from "#cli/core/rows/row-digest.js";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
const of = (...rows: readonly (readonly [string, string])[]): string => {
  const made = new RowDigest(digest);
  for (const [key, cells] of rows) made.add(key, cells);
  return `${made.rows} ${made.text}`;
};

it("is the same in every order, and another for other rows, cells and numbers of them", () => {
  const one = of(["=a", "=1"], ["=b", "=2"], ["=c", ""]);
  expect(of(["=c", ""], ["=a", "=1"], ["=b", "=2"])).toBe(one);
  const others = [
    of(["=a", "=2"], ["=b", "=1"], ["=c", ""]),
    of(["=a", "=1"], ["=b", "=2"]),
    of(["=a", "=1"], ["=b", "=2"], ["=c", ""], ["=c", ""]),
    of(["=a", "=1"], ["=b", "=2"], ["=c", "0"]),
  ];
  expect(new Set([one, ...others]).size).toBe(5);
  expect(of()).toBe(`0 ${"0".repeat(64)}`);
});
