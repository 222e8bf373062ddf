import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Cell } from "#cli/core/rows/cell.js";
import { cellOrder, unites } from "#cli/core/rows/cell-order.js";

describe("the order of cells", () => {
  /** Whether the first is smaller for the server. */
  const isSmaller = (typeText: string, left: Cell, right: Cell): void => {
    const order = cellOrder(parseCqlType(typeText));
    expect(order?.(left, right)).toBeLessThan(0);
    expect(order?.(right, left)).toBeGreaterThan(0);
    expect(order?.(left, left)).toBe(0);
  };

  it("is that of the serialized bytes, unsigned", () => {
    for (const type of ["tinyint", "smallint", "int", "bigint", "timestamp", "varint"]) {
      isSmaller(type, "5", "-1");
      isSmaller(type, "5", "6");
    }
    isSmaller("smallint", "255", "256");
    isSmaller("int", "65535", "65536");
    isSmaller("bigint", "4294967295", "4294967296");
    isSmaller("time", "1", "86399999999999");
    isSmaller("date", "-1", "0");
    isSmaller("date", "0", "1");
    isSmaller("boolean", "false", "true");
    isSmaller("float", "1.5", "2.5");
    isSmaller("double", "1.5", "-1.5");
    isSmaller("double", "1.0000000001", "1.0000000002");
    isSmaller("blob", "0x00ff", "0x01");
    isSmaller("uuid", "00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b");
    isSmaller("text", "a", "ab");
    isSmaller("ascii", "a", "b");
    isSmaller("text", "\u0003Ta", "b");
    isSmaller("text", "\u0003T\u0003z", "\u0003T\u0004a");
    isSmaller("text", "a~z\u0003T", "b\u0003T");
    // A text is compared by its bytes, not by its UTF-16.
    isSmaller("text", "\uffff", "\u{10000}");
  });

  it("of a varint is that of its shortest bytes: 128 is 00 80, and -128 is 80", () => {
    isSmaller("varint", "128", "127");
    isSmaller("varint", "128", "-128");
    isSmaller("varint", "32768", "256");
    isSmaller("varint", "256", "257");
    isSmaller("varint", "-128", "-129");
    isSmaller("varint", "1", "256");
    isSmaller("varint", "255", "1");
  });

  it("is not known for other types, nor for cells that are not one value", () => {
    for (const type of ["decimal", "inet", "frozen<list<int>>"]) {
      expect(cellOrder(parseCqlType(type))).toBeUndefined();
    }
    expect(cellOrder(parseCqlType("list<int>"))).toBe(unites);
    expect(unites("[1]", "[2]")).toBeUndefined();
    expect(cellOrder(parseCqlType("text"))?.("\u0003?random", "a")).toBeUndefined();
    expect(cellOrder(parseCqlType("text"))?.("a", "\u0003?random")).toBeUndefined();
  });
});
