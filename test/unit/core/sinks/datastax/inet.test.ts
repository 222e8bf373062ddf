import { describe, expect, it } from "vitest";
import { UnpredictableValue } from "#cli/core/sinks/datastax/conversion.js";
import { inetConversion } from "#cli/core/sinks/datastax/inet.js";
import { RecordRefusal } from "#cli/core/records/connect-value.js";

describe("an address that is no digits", () => {
  it.each(["localhost", "example.org", "db1.example.org."])("%s is what the worker's DNS says", (text) => {
    expect(() => inetConversion.fromText(text)).toThrow(UnpredictableValue);
  });

  it.each(["3.4E38", "1.2.3.x:1", "words"])("%s is none", (text) => {
    expect(() => inetConversion.fromText(text)).toThrow(RecordRefusal);
  });
});
