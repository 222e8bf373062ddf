import { describe, expect, it } from "vitest";
import { wholeJavaPattern } from "#cli/core/java/regular-expression.js";
import { InputError } from "#cli/errors.js";

describe("wholeJavaPattern", () => {
  it.each([
    ["a+", "aaa", true],
    ["a+", "aaab", false],
    ["a|ab", "ab", true],
    ["^a.c$", "abc", true],
    // In Java "." does not match U+0085, and \s matches ASCII only.
    ["a.c", "a\u0085c", false],
    ["a\\.c", "abc", false],
    ["[.]", ".", true],
    ["[.]", "x", false],
    ["\\s", " ", true],
    ["\\s", "\u00a0", false],
    ["\\S", "\u00a0", true],
    ["[\\sx]+", "x \t", true],
    ["[\\sx]+", "\u2003", false],
  ])("%j matches the whole of %j: %s", (pattern, text, matches) => {
    expect(wholeJavaPattern(pattern, "key").test(text)).toBe(matches);
  });

  it.each(["(?i)a", "\\p{Alpha}", "a++", "[a&&[b]]", "\\Qa\\E", "[\\S]", "("])(
    "refuses %j, which JavaScript lacks or reads differently",
    (pattern) => {
      expect(() => wholeJavaPattern(pattern, "predicates.p.matches")).toThrow(InputError);
    },
  );
});
