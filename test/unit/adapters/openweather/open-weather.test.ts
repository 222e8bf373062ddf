import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOpenWeather } from "#cli/adapters/openweather/open-weather.js";
import { Secret } from "#cli/core/secret.js";
import { CassinkError, ServiceError, UsageError } from "#cli/errors.js";
import { closedPort } from "#test/support/servers/ports.js";
import { FakeClock } from "#test/support/fakes/clock.js";
import {
  type WeatherServer,
  send,
  startWeatherServer,
  weatherKey,
} from "#test/support/servers/weather-server.js";

const signal = new AbortController().signal;
let server: WeatherServer;
let clock: FakeClock;
const source = (key = weatherKey, url = server.url) =>
  createOpenWeather({ apiKey: new Secret(key), url }, clock);

beforeAll(async () => {
  server = await startWeatherServer();
});
afterAll(() => server.close());
beforeEach(() => {
  clock = new FakeClock(Date.now());
  server.calls.length = 0;
  server.faults.length = 0;
});

describe("createOpenWeather", () => {
  it("asks by name or by id and gives the reply as it came", async () => {
    const reply = { id: 3143244, name: "Oslo", odd: "  spacing\u00e9 " };
    const text = JSON.stringify(reply, undefined, 1);
    server.faults.push((_, answer) => send(answer, 200, text));
    expect(await source().current("Oslo", signal)).toEqual({ kind: "reading", cityId: 3143244, text });
    expect(await source().current(2643743, signal)).toMatchObject({ kind: "reading", cityId: 2643743 });
    expect(server.calls.map((query) => [query.get("q"), query.get("id")])).toEqual([
      ["Oslo", null],
      [null, "2643743"],
    ]);
  });

  it.each([
    ["Atlantis", UsageError, "knows no city Atlantis"],
    [1, UsageError, "knows no city with id 1"],
  ])("says that it does not know %s, without asking twice", async (city, type, message) => {
    const failure = await source()
      .current(city, signal)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(type);
    expect((failure as Error).message).toContain(message);
    expect(server.calls).toHaveLength(1);
  });

  it("says that the key is refused", async () => {
    const failure = await source("wrong")
      .current("Oslo", signal)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServiceError);
    expect(failure).toMatchObject({ where: "OPENWEATHER_API_KEY" });
  });

  it("waits as long as a rate limit asks, and then goes on", async () => {
    server.faults.push((_, answer) =>
      send(answer, 429, { cod: 429, message: "slow down" }, { "retry-after": "7" }),
    );
    server.faults.push((_, answer) =>
      send(answer, 429, {}, { "retry-after": new Date(clock.now() + 20_000).toUTCString() }),
    );
    expect((await source().current("Oslo", signal)).kind).toBe("reading");
    expect(clock.sleeps[0]).toBe(7_000);
    expect(clock.sleeps[1]).toBeGreaterThan(18_000);
    expect(clock.sleeps[1]).toBeLessThanOrEqual(20_000);
  });

  it("does not wait for a limit of an hour", async () => {
    server.faults.push((_, answer) => send(answer, 429, { message: "blocked" }, { "retry-after": "3600" }));
    expect(await source().current("Oslo", signal)).toEqual({
      kind: "unavailable",
      reason: "too many calls for this key (blocked); it asks to wait 3600 s",
    });
    expect(server.calls).toHaveLength(1);
  });

  it("asks again after faults of the server, less and less often, and then says why there is no reading", async () => {
    for (const status of [500, 502, 503, 504]) {
      server.faults.push((_, answer) => send(answer, status, "<html>bad gateway</html>"));
    }
    expect(await source().current("Oslo", signal)).toEqual({ kind: "unavailable", reason: "status 504" });
    expect(server.calls).toHaveLength(4);
    expect(clock.sleeps).toEqual([500, 1_000, 2_000]);
  });

  it("asks again when the connection breaks", async () => {
    server.faults.push((call) => call.socket.destroy());
    expect((await source().current("Oslo", signal)).kind).toBe("reading");
    expect(server.calls).toHaveLength(2);
  });

  it("says that nobody answers", async () => {
    const url = `http://127.0.0.1:${await closedPort()}/`;
    const reply = await source(weatherKey, url).current("Oslo", signal);
    expect(reply).toMatchObject({ kind: "unavailable" });
    expect((reply as { readonly reason: string }).reason).toContain("ECONNREFUSED");
  });

  it.each([
    ["no JSON", "<html>"],
    ["no reading", '{"ok":true}'],
    ["null", "null"],
  ])("refuses an answer that is %s", async (_, body) => {
    server.faults.push((__, answer) => send(answer, 200, body));
    await expect(source().current("Oslo", signal)).rejects.toThrow("no weather reading");
  });

  it("follows no redirect, for the key would go with it", async () => {
    server.faults.push((_, answer) => send(answer, 302, "", { location: server.url }));
    await expect(source().current("Oslo", signal)).rejects.toThrow("status 302");
    expect(server.calls).toHaveLength(1);
  });

  it("ends at once when it is interrupted", async () => {
    const controller = new AbortController();
    server.faults.push(() => controller.abort(new Error("Ctrl-C")));
    await expect(source().current("Oslo", controller.signal)).rejects.toThrow("Ctrl-C");
  });

  it("never tells the key, whatever goes wrong", async () => {
    const key = "deadbeefdeadbeefdeadbeefdeadbeef";
    const said: unknown[] = [];
    const faults: WeatherServer["faults"] = [
      (call, answer) => send(answer, 400, { message: `bad request ${call.url ?? ""}` }),
      (call, answer) =>
        send(answer, 429, { message: `limit for ${call.url ?? ""}` }, { "retry-after": "9999" }),
      (call, answer) => send(answer, 401, { message: `bad key ${call.url ?? ""}` }),
      (_, answer) => send(answer, 302, "", { location: "http://[bad" }),
    ];
    for (const fault of faults) {
      server.faults.push(fault);
      said.push(
        await source(key)
          .current("Oslo", signal)
          .catch((error: unknown) => error),
      );
    }
    const broken = source(key, "http://127.0.0.1:1/");
    said.push(await broken.current("Oslo", signal).catch((error: unknown) => error));
    expect(said).toHaveLength(5);
    for (const each of said) {
      const parts = each instanceof CassinkError ? [each.where, each.hint, ...each.lines, each.stack] : [];
      expect(inspect(each, { depth: 20 }) + JSON.stringify(each) + parts.join("\n")).not.toContain(key);
    }
  });
});
