import { describe, expect, it } from "vitest";
import { Timeline, type TimelinePlan } from "#cli/core/generate/timeline.js";

const startedAt = 1_700_000_000_000;
const plan: TimelinePlan = {
  startedAt,
  count: undefined,
  rate: undefined,
  durationMilliseconds: undefined,
  recordsPerStamp: 1,
};

function stamps(
  options: Partial<TimelinePlan>,
  count: number,
  now: (index: number) => number = () => startedAt,
) {
  const timeline = new Timeline({ ...plan, ...options });
  return Array.from({ length: count }, (_, index) => timeline.next(now(index)));
}

describe("Timeline", () => {
  it("gives record i of N the time (start - N ms) + i ms", () => {
    expect(stamps({ count: 4 }, 4)).toEqual([startedAt - 4, startedAt - 3, startedAt - 2, startedAt - 1]);
  });

  it("gives groups of records the same timestamp when the plan asks for it", () => {
    expect(stamps({ count: 5, recordsPerStamp: 2 }, 5)).toEqual(
      [-3, -3, -2, -2, -1].map((offset) => startedAt + offset),
    );
  });

  it("uses the current time in a slow endless run, and no timestamp twice", () => {
    expect(stamps({ rate: 100 }, 3, (index) => startedAt + index * 10)).toEqual(
      [0, 10, 20].map((x) => startedAt + x),
    );
  });

  it("gives no time of the future: it asks to wait", () => {
    expect(stamps({ rate: 1000 }, 3)).toEqual([startedAt, undefined, undefined]);
  });

  it.each([
    ["a fast endless run", { rate: 50_000 }],
    ["a run bounded by time", { durationMilliseconds: 10_000 }],
    ["a fast run bounded by time", { rate: 20_000, durationMilliseconds: 1_000 }],
  ])("begins early enough to stay in the past: %s", (_, options) => {
    const made = stamps(options, 20_000).map(Number);
    expect(made.every((stamp, index) => index === 0 || stamp === (made[index - 1] ?? 0) + 1)).toBe(true);
    expect(made.at(-1)).toBeLessThanOrEqual(startedAt);
  });
});
