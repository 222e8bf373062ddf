import { describe, expect, it } from "vitest";
import { inetConversion } from "#cli/core/sinks/datastax/scalars.js";
import { UnpredictableValue, RecordRefusal } from "#cli/core/refusal.js";

describe("an address that is not digits", () => {
  it.each(["localhost", "example.org", "db1.example.org."])(
    "%s cannot be predicted: the worker's DNS decides",
    (text) => {
      expect(() => inetConversion.fromText(text)).toThrow(UnpredictableValue);
    },
  );

  it.each(["3.4E38", "1.2.3.x:1", "words"])("%s is refused", (text) => {
    expect(() => inetConversion.fromText(text)).toThrow(RecordRefusal);
  });
});
