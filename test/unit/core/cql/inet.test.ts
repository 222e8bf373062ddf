import { describe, expect, it } from "vitest";
import { inetText } from "#cli/core/cql/inet.js";

const bytes = (hex: string): Uint8Array => Buffer.from(hex, "hex");

describe("inetText", () => {
  it.each([
    ["7f000001", "127.0.0.1"],
    ["20010db8000000000000000000000001", "2001:db8::1"],
    ["00000000000000000000000000000000", "::"],
    ["00000000000000000000000000000001", "::1"],
    ["20010db8000100000001000000000001", "2001:db8:1:0:1::1"],
    ["20010000000000010000000000000001", "2001:0:0:1::1"],
    ["fe800000000000000000000000000000", "fe80::"],
    ["20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"],
  ])("writes the bytes %s as %s", (hex, text) => {
    expect(inetText(bytes(hex))).toBe(text);
  });
});
