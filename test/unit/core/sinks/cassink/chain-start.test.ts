import { describe, expect, it } from "vitest";
import { ChainStart, chainReach } from "#cli/core/sinks/cassink/chain-start.js";
import { TimeOrder } from "#cli/core/sinks/cassink/time-order.js";

interface LogRecord {
  readonly offset: number;
  readonly time: number;
  readonly row: number;
}

/** The write times that a sink gives which begins to read at this offset. */
function writeTimes(log: readonly LogRecord[], from: number): ReadonlyMap<number, number> {
  const order = new TimeOrder();
  return new Map(
    log
      .filter(({ offset }) => offset >= from)
      .map(({ offset, time, row }) => {
        order.begin(offset, time);
        return [offset, order.writeTime(row)];
      }),
  );
}

function startOf(log: readonly LogRecord[], target: number, now = Infinity): number {
  const chains = new ChainStart(target);
  for (const { offset, time } of log) if (offset <= target + chainReach) chains.add(offset, time);
  return chains.result(true, now).start;
}

/** `times` are those of the records from offset 0 on, all of one row. */
const logOf = (...times: readonly number[]): readonly LogRecord[] =>
  times.map((time, offset) => ({ offset, time, row: 0 }));

describe("where a sink with order=time must begin", () => {
  it.each([
    [[5, 6, 7, 8], 2, 2],
    [[4, 5, 5, 5, 6], 2, 1],
    [[4, 5, 5, 5, 6], 3, 1],
    [[4, 5, 5, 5, 6], 4, 4],
    // Two producers take turns.
    [[5, 6, 5, 6, 7], 3, 1],
    [[5, 6, 5, 6, 7], 2, 0],
    // A record that comes late.
    [[5, 6, 7, 8, 5], 2, 0],
    [[5, 6, 7, 8, 6], 4, 1],
    [[5, 6, 7], 0, 0],
    [[5, 5, 5], 3, 3],
  ] as const)("records of %j, to go on at %d: %d", (times, target, start) => {
    expect(startOf(logOf(...times), target)).toBe(start);
  });

  it("names the offset behind what is counted together", () => {
    const chains = new ChainStart(2);
    for (const { offset, time } of logOf(4, 5, 5, 5, 6)) chains.add(offset, time);
    expect(chains.result(true, Infinity)).toEqual({ start: 1, behind: 4 });
  });

  it("begins in front of records of the last seconds at the end, for more of them may come", () => {
    const log = logOf(1000, 2000, 9000, 9000);
    expect(startOf(log, 4, 10_000)).toBe(2);
    expect(startOf(log, 4, 20_000)).toBe(4);
  });

  it("begins far back where a millisecond goes on, and not before one that is over", () => {
    const log = Array.from({ length: 25_000 }, (_, offset) => ({ offset, time: offset < 3 ? 1 : 7, row: 0 }));
    expect(startOf(log, 24_000)).toBe(3);
    const over = Array.from({ length: 25_000 }, (_, offset) => ({
      offset,
      time: [0, 12_000, 12_001].includes(offset) ? 1 : 1000 + offset,
      row: 0,
    }));
    expect(startOf(over, 12_001)).toBe(12_000);
  });

  it("says how far back what is counted on reaches, so that enough is read", () => {
    const chains = new ChainStart(15_000);
    for (let offset = 100; offset < 15_000; offset += 1) chains.add(offset, 7);
    expect(chains.openFrom).toBe(100);
    const rising = new ChainStart(15_000);
    for (let offset = 0; offset < 15_000; offset += 1) rising.add(offset, offset);
    expect(rising.openFrom).toBe(15_000 - chainReach);
  });

  /** A generator of numbers below a limit that gives the same for a seed. */
  const random = (seed: number) => {
    let state = seed;
    return (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
  };
  const shapes: Readonly<Record<string, (offset: number, next: (below: number) => number) => number>> = {
    "rising times": (offset) => 1000 + Math.floor(offset / 3),
    "batches of one time": (offset) => 1000 + Math.floor(offset / 500) * 40,
    "a hot millisecond that runs over": (offset) => 1000 + Math.floor(offset / 2500),
    "two producers, one a second behind": (offset) => 5000 + Math.floor(offset / 7) - (offset % 2) * 1000,
    "falling times": (offset) => 90_000 - Math.floor(offset / 5),
    "random times": (_, next) => 1000 + next(60),
    "late records": (offset, next) => 9000 + offset - (next(20) === 0 ? next(900) : 0),
    "a clock that stands still": () => 1000,
  };
  it.each(Object.entries(shapes))(
    "gives all records behind it the write times that they had: %s",
    (_, time) => {
      for (const seed of [1, 2]) {
        const next = random(seed);
        const rows = seed === 1 ? 20 : 3_000;
        const log = Array.from({ length: 4_000 }, (_, offset) => ({
          offset,
          time: time(offset, next),
          row: next(rows),
        }));
        const whole = writeTimes(log, 0);
        for (const target of [1, 40, 1_700, 2_501, 3_990, ...Array.from({ length: 2 }, () => next(4_000))]) {
          const start = startOf(log, target);
          expect(start).toBeLessThanOrEqual(target);
          const again = writeTimes(log, start);
          const others = log.filter(
            ({ offset }) => offset >= target && again.get(offset) !== whole.get(offset),
          );
          expect(others.slice(0, 1), `seed ${seed}, target ${target}, start ${start}`).toEqual([]);
          // What is read before the target gets no later write time than it has.
          for (const { offset } of log.filter((record) => record.offset >= start && record.offset < target)) {
            expect(again.get(offset)).toBeLessThanOrEqual(whole.get(offset) ?? 0);
          }
        }
      }
    },
  );
});
