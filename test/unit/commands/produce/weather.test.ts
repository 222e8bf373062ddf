import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/produce/weather.js";
import type { ProduceWeatherInput } from "#cli/program/produce.js";
import { InterruptedError, ServiceError, UsageError } from "#cli/errors.js";
import type { WeatherReply } from "#cli/ports/weather-source.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { fakeKafka, pipelineOf } from "#test/support/fakes/kafka.js";

const topic = { name: "weather_info", partitions: 4, replication: 1, configs: {}, key: "id" };
const synthetic: ProduceWeatherInput = { source: "synthetic", seed: 1 };
const real: ProduceWeatherInput = { ...synthetic, source: "openweather", city: ["Oslo", "2643743"] };
const start = Date.UTC(2026, 0, 1);

function setup(answer: (city: string | number) => Promise<WeatherReply> = () => Promise.reject(new Error())) {
  const controller = new AbortController();
  const { kafka, sent } = fakeKafka();
  const { context, facts } = fakeContext({
    kafka,
    pipelines: { select: () => Promise.resolve([pipelineOf(topic)]) },
    signal: controller.signal,
    environment: { OPENWEATHER_API_KEY: "key" },
    weatherSource: () => Promise.resolve({ current: answer }),
  });
  const records = () => sent.get("weather_info") ?? [];
  const events = () => records().map(({ value }) => JSON.parse(String(value)) as { id: number; dt: number });
  return { context, controller, facts, records, events };
}

const reading = (city: string | number): Promise<WeatherReply> => {
  const cityId = typeof city === "number" ? city : 3143244;
  return Promise.resolve({ kind: "reading", cityId, text: `{"id":${cityId}, "as": "it is"}` });
};

describe("produce weather", () => {
  it("sends a reading of every city each interval, keyed by city, stamped with the time of fetching", async () => {
    const { context, records, events } = setup();
    const result = await run({ ...synthetic, duration: 12_000 }, context);
    expect(result).toMatchObject({ acknowledged: 150, cities: 50, source: "synthetic", missed: 0 });
    expect(new Set(records().map(({ key }) => key)).size).toBe(50);
    expect([...new Set(records().map(({ timestamp }) => timestamp - start))]).toEqual([0, 5_000, 10_000]);
    for (const [index, { id, dt }] of events().entries()) {
      expect(records()[index]).toMatchObject({ key: String(id) });
      expect(dt).toBe(Math.floor((records()[index]?.timestamp ?? 0) / 1000));
    }
  });

  it("makes a count at once with --interval 0: each city and second once, times rising to now", async () => {
    const { context, records, events } = setup();
    const result = await run({ ...synthetic, count: 5_020, interval: 0 }, context);
    expect(result.acknowledged).toBe(5_020);
    expect(new Set(events().map(({ id, dt }) => `${id}@${dt}`)).size).toBe(5_020);
    const stamps = records().map(({ timestamp }) => timestamp);
    expect(stamps).toEqual([...stamps].sort((one, other) => one - other));
    expect(stamps.at(-1)).toBe(start);
  });

  it.each([
    [{ city: ["tokyo", "2643743"] }, ["1850144", "2643743"]],
    [{ cities: 2 }, ["2643743", "2988507"]],
  ])("takes the cities chosen: %j", async (choice, keys) => {
    const { context, records } = setup();
    await run({ ...synthetic, ...choice, count: 2, interval: 0 }, context);
    expect(records().map(({ key }) => key)).toEqual(keys);
  });

  it("paces by a rate instead of an interval", async () => {
    const { context } = setup();
    const result = await run({ ...synthetic, cities: 10, rate: 5, duration: 9_000 }, context);
    expect(result.acknowledged).toBe(50);
  });

  it.each([
    [{ interval: 0 }, "--interval 0"],
    [{ interval: 1000, rate: 5 }, "--interval and --rate"],
    [{ city: ["Olso"] }, "no city Olso"],
    [{ source: "openweather" as const }, "names"],
  ])("says what is wrong with %j", async (options, message) => {
    const { context } = setup();
    const failure = await run({ ...synthetic, ...options }, context).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as UsageError).message + ((failure as UsageError).hint ?? "")).toMatch(
      message === "names" ? "name them" : message,
    );
  });

  it("sends OpenWeather's replies as they are", async () => {
    const { context, records } = setup(reading);
    const result = await run({ ...real, count: 4 }, context);
    expect(result).toMatchObject({ acknowledged: 4, cities: 2, source: "openweather" });
    expect(records().map(({ key, value }) => [key, value])).toEqual(
      Array.from({ length: 2 }, () => [
        ["3143244", '{"id":3143244, "as": "it is"}'],
        ["2643743", '{"id":2643743, "as": "it is"}'],
      ]).flat(),
    );
  });

  it("goes on without a reading that does not come, and says so", async () => {
    let calls = 0;
    const { context, facts } = setup((city) =>
      ++calls === 2 ? Promise.resolve({ kind: "unavailable", reason: "status 503" }) : reading(city),
    );
    const result = await run({ ...real, duration: 9_000 }, context);
    expect(result).toMatchObject({ acknowledged: 3, missed: 1, missedReason: "status 503" });
    expect(facts.filter(({ kind }) => kind === "reading missed")).toEqual([
      { kind: "reading missed", city: 2643743, reason: "status 503" },
    ]);
  });

  it("gives up when no reading comes in three rounds", async () => {
    const { context } = setup(() => Promise.resolve({ kind: "unavailable", reason: "status 500" }));
    const failure = await run(real, context).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServiceError);
    expect((failure as ServiceError).lines).toContain("status 500");
  });

  it("ends with what was sent when Ctrl-C comes while a reading is on its way", async () => {
    let calls = 0;
    const { context, controller } = setup((city) => {
      if (++calls <= 2) return reading(city);
      controller.abort(new InterruptedError());
      return Promise.reject(new InterruptedError());
    });
    const result = await run(real, context);
    expect(result).toMatchObject({ acknowledged: 2, interrupted: true, missed: 0 });
  });
});
