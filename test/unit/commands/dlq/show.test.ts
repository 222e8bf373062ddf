import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/dlq/show.js";
import { InputError, UsageError } from "#cli/errors.js";
import { renderShow } from "#cli/reporters/dlq.js";
import { lettersContext, type LettersWorld } from "./letters-context.js";

async function show(world: LettersWorld, ...name: string[]) {
  const result = await run({ name }, lettersContext(world).context);
  return { result, text: renderShow(result, { width: Infinity, color: false }) };
}

const letters = [
  { origin: "sales-0@5", value: '{"n":"x"}', headers: { trace: "t" } },
  { origin: "sales-0@6" },
  { origin: "sales-0@5", value: '{"n":"x"}' },
];

describe("dlq show", () => {
  it("finds a letter by its record, the last of several, and by its own place", async () => {
    const { result, text } = await show({ letters }, "sales", "sales-0@5");
    expect(result).toMatchObject({
      ...{ origin: "sales-0@5", letter: "dead-0@2", earlier: ["dead-0@0"], columns: ["n"] },
      cause: "shop.sales: column n, from value.n: a text is not a number",
      value: { form: "text", text: '{"n":"x"}' },
    });
    expect(text).toContain("state     waits");
    const first = await show({ letters }, "sales", "dead-0@0");
    expect(first.result).toMatchObject({ origin: "sales-0@5", headers: [{ name: "trace", text: "t" }] });
    expect(first.result.chain).toHaveLength(1);
  });

  it("names as earlier letters those of the same record alone, and not of a topic before it was made again", async () => {
    const again = [...letters, { origin: "sales-0@5", time: 2_000 }, { origin: "sales-0@5", time: 2_000 }];
    const resolutions = [{ origin: "sales-0@5" }];
    const { result, text } = await show({ letters: again, resolutions }, "sales", "sales-0@5");
    expect(result).toMatchObject({ letter: "dead-0@4", earlier: ["dead-0@3"] });
    expect(text).toContain("state     waits");
  });

  it("refuses a letter of another connector in a shared topic, and says whose it is", async () => {
    const shared = [{ origin: "sales-0@5" }, { origin: "sales-0@5", connector: "returns" }];
    const world = { letters: shared, resolutions: [{ origin: "sales-0@5" }] };
    await expect(show(world, "sales", "dead-0@1")).rejects.toThrow(
      "the letter dead-0@1 is of connector returns, not of sales",
    );
    expect((await show(world, "sales", "dead-0@0")).result.resolution).toMatchObject({ action: "purged" });
    const unnamed = await show({ letters: [{ origin: undefined }] }, "sales", "dead-0@0");
    expect(unnamed.result.letter).toBe("dead-0@0");
  });

  it("says what has become of it", async () => {
    const resolutions = [{ origin: "sales-0@6", action: "replayed", to: "sales-0@9", count: 1 }] as const;
    const { text } = await show({ letters, resolutions }, "sales", "sales-0@6");
    expect(text).toContain("replayed at 2026-01-01T00:00:00.000Z, is now sales-0@9");
  });

  it("reads bytes as the connector's converter does, and says where it cannot", async () => {
    const config = {
      "errors.deadletterqueue.topic.name": "dead",
      "key.converter": "org.apache.kafka.connect.converters.IntegerConverter",
      "value.converter": "org.apache.kafka.connect.json.JsonConverter",
      "value.converter.schemas.enable": "false",
    };
    const world = {
      config,
      letters: [{ origin: "sales-0@5", key: "\u0000\u0000\u0001\u0002", value: "{broken" }],
    };
    const { result } = await show(world, "sales", "sales-0@5");
    expect(result.key).toEqual({ bytes: 4, form: "number", text: "258" });
    expect(result.value).toMatchObject({ form: "text", text: "{broken" });
    expect(result.value.unreadable).toContain("JsonConverter cannot read it");
    const none = await show({ letters: [{ origin: "sales-0@5", key: null }] }, "sales", "sales-0@5");
    expect(none.result.key).toEqual({ bytes: 0, form: "null", text: "" });
  });

  it("masks the config's secrets in the cause", async () => {
    const config = { "errors.deadletterqueue.topic.name": "dead", "auth.password": "hunter22" };
    const world = { config, letters: [{ origin: "sales-0@5", message: "login with hunter22 refused" }] };
    const { result } = await show(world, "sales", "sales-0@5");
    expect(JSON.stringify(result)).not.toContain("hunter22");
  });

  it("wants a place, and says where it has looked", async () => {
    await expect(show({ letters }, "sales")).rejects.toThrow(UsageError);
    await expect(show({ letters })).rejects.toThrow(UsageError);
    await expect(show({ letters }, "sales", "sales-0@7")).rejects.toThrow(InputError);
  });
});
