import { describe, expect, it } from "vitest";
import { causeChain, letterCause } from "#cli/core/dead-letters/cause.js";

describe("letterCause", () => {
  it("takes the message of Cassink's sink without the position, and the column that it names", () => {
    const message = "item_sales-3@1187: shop.sales: column price, from value.price: a text is not a number";
    expect(
      letterCause(message, `org.x.DataException: ${message}\n\tat io.cassink.sink.A.b(A.java:1)`),
    ).toEqual({
      text: "shop.sales: column price, from value.price: a text is not a number",
      group: "shop.sales: column price, from value.price: a text is not a number",
      columns: ["price"],
    });
  });

  it("takes the root cause where Connect's own message says less", () => {
    const trace = [
      "org.apache.kafka.connect.errors.DataException: Converting byte[] to Kafka Connect data failed",
      "\tat org.x.JsonConverter.toConnectData(JsonConverter.java:348)",
      "Caused by: org.apache.kafka.common.errors.SerializationException: Unexpected character ('b' (code 98))",
      "\tat org.x.Y.z(Y.java:2)",
    ].join("\n");
    expect(letterCause("Converting byte[] to Kafka Connect data failed", trace).text).toBe(
      "Unexpected character ('b' (code 98))",
    );
    expect(causeChain(trace)).toEqual([
      "org.apache.kafka.connect.errors.DataException: Converting byte[] to Kafka Connect data failed",
      "org.apache.kafka.common.errors.SerializationException: Unexpected character ('b' (code 98))",
    ]);
  });

  it.each([
    ["t-0@1: value 17 of 'a b' at 2026-01-01T00:00:00", "t-0@2: value -3.5e7 of 'c' at 2027-11-30T10:01:09"],
    ['row t-0@17 (see line 1, column 4) of "x"', 'row t-12@99999 (see line 23, column 45) of "yy"'],
    ["[B@1f2e3d4 is too long", "[B@7a6b5c4 is too long"],
    ["id 550e8400-e29b-11d4-a716-446655440000", "id 123e4567-e89b-12d3-a456-426614174000"],
  ])("groups texts that differ in what a record holds: %s", (one, other) => {
    expect(letterCause(one, undefined).group).toBe(letterCause(other, undefined).group);
  });

  it("keeps apart what differs in words, and names with digits", () => {
    const of = (text: string): string => letterCause(text, undefined).group;
    expect(of("column a1: bad")).not.toBe(of("column a2: bad"));
    expect(of("a text is not a number")).not.toBe(of("a text is not a date"));
    expect(letterCause(undefined, undefined).text).toBe("the letter does not say why");
  });

  it("names each column once, and not the column of a line", () => {
    const text =
      "a.t: column x, from value.x: bad; a.u: column y, from value.y: bad; b.t: column x, from key: bad";
    expect(letterCause(text, undefined).columns).toEqual(["x", "y"]);
    expect(letterCause("bad JSON (see line 1, column 17)", undefined).columns).toEqual([]);
  });
});
