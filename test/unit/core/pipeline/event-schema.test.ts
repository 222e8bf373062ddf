import { describe, expect, it } from "vitest";
import { readEventSchema } from "#cli/core/pipeline/event-schema.js";

const checkOf = (schema: object): ((event: unknown) => readonly string[]) =>
  readEventSchema(JSON.stringify(schema), "e.json").check;

describe("readEventSchema", () => {
  it.each([
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema#",
    undefined,
  ])("takes the draft %s, and checks formats", ($schema) => {
    const check = checkOf({
      $schema,
      type: "object",
      properties: { at: { type: "string", format: "date-time" } },
    });
    expect(check({ at: "2026-03-02T08:15:30Z" })).toEqual([]);
    expect(check({ at: "yesterday" })).toEqual(['at must match format "date-time"']);
  });

  it("reads a keyword by its draft: prefixItems is of 2020-12", () => {
    const schema = { type: "array", prefixItems: [{ type: "string" }] };
    const check = (draft: string): readonly string[] => checkOf({ $schema: draft, ...schema })([1]);
    expect(check("https://json-schema.org/draft/2020-12/schema")).toHaveLength(1);
    expect(check("http://json-schema.org/draft-07/schema#")).toEqual([]);
  });

  it("lets keywords and formats pass that it does not know, as the specification does", () => {
    expect(checkOf({ type: "string", format: "phone", "x-owner": "us" })("1")).toEqual([]);
  });
});
