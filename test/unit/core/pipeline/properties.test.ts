import { describe, expect, it } from "vitest";
import { parseProperties } from "#cli/core/pipeline/properties.js";

const parse = (text: string): Record<string, string> =>
  Object.fromEntries(parseProperties(text, "connector.properties"));

describe("parseProperties", () => {
  it("reads the three separators, comments and empty values", () => {
    expect(parse("# comment\n! another\n\na=1\nb: 2\nc 3\nd=\ne = x = y \n")).toEqual({
      a: "1",
      b: "2",
      c: "3",
      d: "",
      e: "x = y ",
    });
  });

  it("joins lines that end in a backslash and drops the next line's indentation", () => {
    expect(parse("mapping=a=value.a,\\\n   b=value.b\r\nnext=1")).toEqual({
      mapping: "a=value.a,b=value.b",
      next: "1",
    });
  });

  it("keeps a doubled backslash at a line's end as one", () => {
    expect(parse("path=c:\\\\\nnext=1")).toEqual({ path: "c:\\", next: "1" });
  });

  it("reads escapes in keys and values", () => {
    expect(parse("a\\ b\\=c=\\u00e9\\t\\n")).toEqual({ "a b=c": "é\t\n" });
  });

  it("names the line of a key that stands there twice", () => {
    expect(() => parseProperties("a=1\n\na=2", "c.properties")).toThrow(
      expect.objectContaining({ message: "key a stands there twice", where: "c.properties:3" }) as Error,
    );
  });

  it("names the line of a broken escape", () => {
    expect(() => parseProperties("x=1\na=\\u12", "c.properties")).toThrow(
      expect.objectContaining({ where: "c.properties:2" }) as Error,
    );
  });
});
