import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ItemSalesResult } from "#cli/commands/produce/item-sales.js";
import type { MonitoringResult } from "#cli/commands/produce/monitoring.js";
import type { WeatherResult } from "#cli/commands/produce/weather.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { runCli, runJson } from "#test/support/cli.js";
import { waitFor } from "#test/support/wait-for.js";
import { kafkaOf, recordsIn } from "#test/support/servers/kafka.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";
import { type WeatherServer, startWeatherServer, weatherKey } from "#test/support/servers/weather-server.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";

const home = inject("home");
const here = ["--home", home];
let kafka: Kafka & { close(): Promise<void> };
let sales: PipelineCopy;
let weather: PipelineCopy;
let monitoring: PipelineCopy;
let server: WeatherServer;

interface Sale {
  readonly item_id: string;
  readonly item_sold: number;
  readonly timestamp_ms: string;
  readonly store_id: string;
}

interface Reading {
  readonly id: number;
  readonly dt: number;
  readonly name: string;
}

const eventOf = (record: KafkaRecord): unknown => JSON.parse(record.value?.toString() ?? "");
const saleOf = (record: KafkaRecord): Sale => eventOf(record) as Sale;
const readingOf = (record: KafkaRecord): Reading => eventOf(record) as Reading;

/** Runs work and returns the records that it added to the topic. */
async function added(topic: string, work: () => Promise<unknown>): Promise<KafkaRecord[]> {
  const before = (await recordsIn(kafka, topic)).length;
  await work();
  const records = await recordsIn(kafka, topic);
  const known = new Set(records.map(({ partition, offset }) => `${partition}@${offset}`));
  expect(known.size).toBe(records.length);
  return records
    .sort((one, other) => one.timestamp - other.timestamp || one.offset - other.offset)
    .slice(before);
}

async function offsetsOf(topic: string): Promise<number> {
  return (await kafka.topicOffsets(topic)).reduce((sum, { high }) => sum + high, 0);
}

async function untilMoreThan(topic: string, offsets: number): Promise<void> {
  await waitFor({ what: `more than ${offsets} records in ${topic}`, deadline: 60_000 }, async (seen) => {
    const found = await offsetsOf(topic);
    seen(found);
    return found > offsets ? true : undefined;
  });
}

beforeAll(async () => {
  kafka = await kafkaOf(home);
  [sales, weather, monitoring] = await Promise.all([
    copyPipeline("item-sales"),
    copyPipeline("weather"),
    copyPipeline("monitoring"),
  ]);
  for (const { file } of [sales, weather, monitoring])
    await runJson(["topic", "create", "-f", file, ...here]);
  server = await startWeatherServer();
});
afterAll(async () => {
  await server.close();
  await kafka.close();
  await sales.remove(home);
  await weather.remove(home);
  await monitoring.remove(home);
});

describe("produce item-sales", () => {
  const produce = (...options: string[]): string[] => [
    ...["produce", "item-sales", "--file", sales.file],
    ...options,
    ...here,
  ];

  test("sends exactly the count, every record's stamp in its event, the same key in one partition", async () => {
    const before = Date.now();
    let result: ItemSalesResult | undefined;
    const records = await added(sales.topic, async () => {
      result = await runJson<ItemSalesResult>(
        produce("--count", "20_000", "--empty-store", "2%", "--seed", "9"),
      );
    });
    expect(records).toHaveLength(20_000);
    expect(result).toMatchObject({ acknowledged: 20_000, tie: 1, topic: sales.topic });
    expect(new Set(records.map(({ timestamp }) => timestamp)).size).toBe(20_000);
    expect(records.at(-1)?.timestamp).toBeLessThanOrEqual(Date.now());
    expect(records[0]?.timestamp).toBeGreaterThanOrEqual(before - 20_000);
    const partitions = new Map<string, number>();
    for (const record of records) {
      const sale = saleOf(record);
      expect(sale.timestamp_ms).toBe(String(record.timestamp));
      expect(record.key?.toString()).toBe(sale.item_id);
      expect(partitions.get(sale.item_id) ?? record.partition).toBe(record.partition);
      partitions.set(sale.item_id, record.partition);
    }
    expect(new Set(partitions.values()).size).toBe(4);
    const empty = records.filter((record) => saleOf(record).store_id === "").length;
    expect(empty).toBe(result?.emptyStore);
    expect(empty).toBeGreaterThan(300);
    expect(empty).toBeLessThan(500);
  });

  test("makes ties on purpose whose older value is the larger", async () => {
    const run = await runCli(produce("--count", "3000", "--burst", "500"));
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain("every 500 share one time stamp");
    const records = await recordsIn(kafka, sales.topic);
    const stamps = new Map<number, KafkaRecord[]>();
    for (const record of records) {
      if (saleOf(record).item_sold < 100_000) continue;
      stamps.set(record.timestamp, [...(stamps.get(record.timestamp) ?? []), record]);
    }
    expect([...stamps.values()].map(({ length }) => length)).toEqual(Array.from({ length: 6 }, () => 500));
    for (const tied of stamps.values()) {
      for (const partition of [0, 1, 2, 3]) {
        const part = tied.filter((record) => record.partition === partition);
        const sold = part.map((record) => saleOf(record).item_sold);
        expect(sold).toEqual([...sold].sort((one, other) => other - one));
      }
    }
  });

  test("sends on Ctrl-C what was made, and says exactly how many that were", async () => {
    let run: Awaited<ReturnType<typeof runCli>> | undefined;
    let stopping: Promise<void> | undefined;
    const records = await added(sales.topic, async () => {
      const before = await offsetsOf(sales.topic);
      run = await runCli([...produce("--rate", "2000"), "-o", "json"], {
        onProgress: (_, process) => {
          stopping ??= untilMoreThan(sales.topic, before + 3_000).then(() => process.kill("SIGINT"));
        },
      });
    });
    await stopping;
    expect(run?.exitCode).toBe(130);
    const result = JSON.parse(run?.stdout ?? "") as ItemSalesResult;
    expect(result.interrupted).toBe(true);
    expect(result.acknowledged).toBeGreaterThan(3_000);
    expect(records).toHaveLength(result.acknowledged);
  });

  test("wants sensible flags", async () => {
    for (const [flags, words] of [
      [["--count", "0"], "is not a whole number from 1"],
      [["--rate", "fast"], "is not a rate"],
      [["--empty-store", "200%"], "is not a share"],
      [["--duration", "soon"], "is not a duration"],
      [["--events", "x", "--count", "3"], "--count is about generated events"],
      [["item-sale"], 'did you mean "item-sales"?'],
    ] as const) {
      const run = await runCli(["produce", "item-sales", ...flags, ...here]);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain(words);
    }
  });
});

describe("produce weather", () => {
  const produce = (...options: string[]): string[] => [
    ...["produce", "weather", "--file", weather.file],
    ...options,
    ...here,
  ];

  test("makes a thousand readings at once: each city and second once, keyed by city", async () => {
    const records = await added(weather.topic, () =>
      runJson<WeatherResult>(produce("--count", "1000", "--interval", "0")),
    );
    expect(records).toHaveLength(1000);
    const readings = records.map((record) => readingOf(record));
    expect(new Set(readings.map(({ id, dt }) => `${id}@${dt}`)).size).toBe(1000);
    expect(records.every((record) => record.key?.toString() === String(readingOf(record).id))).toBe(true);
    expect(records.every((record) => readingOf(record).dt === Math.floor(record.timestamp / 1000))).toBe(
      true,
    );
  });

  test("sends a round each interval until the duration is over", async () => {
    const result = await runJson<WeatherResult>(
      produce("--city", "Oslo", "--city", "Tokyo", "--interval", "1s", "--duration", "2500ms"),
    );
    expect(result).toMatchObject({ acknowledged: 6, cities: 2, source: "synthetic" });
  });

  test("sends what the API answers, byte for byte, and never tells the key", async () => {
    const records = await added(weather.topic, async () => {
      const run = await runCli(
        produce(
          "--source",
          "openweather",
          "--city",
          "Oslo",
          "--city",
          "2643743",
          "--count",
          "2",
          "-v",
          "--api-url",
          server.url,
        ),
        { env: { OPENWEATHER_API_KEY: weatherKey } },
      );
      expect(run.exitCode).toBe(0);
      expect(run.stdout + run.stderr).not.toContain(weatherKey);
      expect(run.stdout).toContain("openweather weather of 2 cities");
    });
    expect(records.map((record) => readingOf(record).name).sort()).toEqual(["London", "Oslo"]);
    expect(server.calls.map((call) => call.get("q") ?? call.get("id"))).toEqual(["Oslo", "2643743"]);
  });

  test.each([
    ["no key", {}, 2, "OPENWEATHER_API_KEY"],
    ["a wrong key", { OPENWEATHER_API_KEY: "wrong-key-1234" }, 1, "OpenWeather refuses the API key"],
  ])("says what to do with %s", async (_, env, exitCode, words) => {
    const run = await runCli(produce("--source", "openweather", "--city", "Oslo", "--api-url", server.url), {
      env,
    });
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(words);
    expect(run.stderr).not.toContain("wrong-key-1234");
  });

  test("says that it does not know a city", async () => {
    const run = await runCli(
      produce("--source", "openweather", "--city", "Atlantis", "--api-url", server.url),
      {
        env: { OPENWEATHER_API_KEY: weatherKey },
      },
    );
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("OpenWeather knows no city Atlantis");
  });
});

describe("produce monitoring", () => {
  const on = (...words: string[]): string[] => [...words, "--file", monitoring.file, ...here];

  test("measures this machine until Ctrl-C, and every reading is a row", async () => {
    await runJson(on("table", "init"));
    await runJson(on("connector", "deploy"));
    let run: Awaited<ReturnType<typeof runCli>> | undefined;
    let stopping: Promise<void> | undefined;
    const records = await added(monitoring.topic, async () => {
      const line = on("produce", "monitoring", "--interval", "100ms", "--host", "web-1");
      run = await runCli([...line, "-o", "json"], {
        onProgress: (_, process) => {
          stopping ??= untilMoreThan(monitoring.topic, 20).then(() => process.kill("SIGINT"));
        },
      });
    });
    await stopping;
    expect(run?.exitCode).toBe(130);
    const result = JSON.parse(run?.stdout ?? "") as MonitoringResult;
    expect(result).toMatchObject({ acknowledged: records.length, interrupted: true, host: "web-1" });
    const metrics = records.map(({ value }) => (JSON.parse(String(value)) as { metric: string }).metric);
    expect(new Set(metrics)).toEqual(new Set(["cpu", "memory", "disk"]));
    const verified = await runJson<{ pipelines: readonly object[] }>(on("verify", "table"));
    expect(verified.pipelines).toMatchObject([
      { tables: [{ verdict: "clean", findings: { expected: records.length, found: records.length } }] },
    ]);
  });
});
