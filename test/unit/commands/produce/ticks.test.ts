import { describe, expect, it } from "vitest";
import { pastTicks, ticks } from "#cli/commands/produce/ticks.js";
import { FakeClock } from "#test/support/fakes/clock.js";

const start = 1_700_000_000_000;

describe("ticks", () => {
  it("comes at once and then every interval, until the duration is over", async () => {
    const clock = new FakeClock(start);
    const times: number[] = [];
    const signal = new AbortController().signal;
    for await (const time of ticks({ interval: 5_000, durationMilliseconds: 16_000, clock, signal })) {
      times.push(time - start);
    }
    expect(times).toEqual([0, 5_000, 10_000, 15_000]);
  });

  it("is late after long work, and does not catch up in a rush", async () => {
    const clock = new FakeClock(start);
    const times: number[] = [];
    const signal = new AbortController().signal;
    for await (const time of ticks({ interval: 1_000, durationMilliseconds: 8_000, clock, signal })) {
      times.push(time - start);
      if (times.length === 2) clock.advance(3_500);
    }
    expect(times).toEqual([0, 1_000, 4_500, 5_500, 6_500, 7_500]);
  });

  it("ends quietly when it is interrupted", async () => {
    const clock = new FakeClock(start);
    const controller = new AbortController();
    clock.onSleep = () => controller.abort(new Error("Ctrl-C"));
    const made = [];
    const request = { interval: 1_000, durationMilliseconds: undefined, clock, signal: controller.signal };
    for await (const time of ticks(request)) made.push(time);
    expect(made).toEqual([start]);
  });
});

describe("pastTicks", () => {
  it("lie five seconds apart and end now", () => {
    expect([...pastTicks(3, start)]).toEqual([start - 10_000, start - 5_000, start]);
    expect([...pastTicks(1, start)]).toEqual([start]);
  });

  it("move closer together when they are many, and never share a second", () => {
    const many = [...pastTicks(200_000, start)];
    const first = many[0] ?? 0;
    expect(start - first).toBeLessThan(3 * 86_400_000);
    expect(new Set(many.map((time) => Math.floor(time / 1000))).size).toBe(200_000);
  });
});
