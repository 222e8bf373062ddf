import { expect, test } from "vitest";
import { TimeOrder } from "#cli/core/sinks/cassink/time-order.js";
import { contractFile } from "./contract-file.js";

/** Write times that Cassink's sink gave; the CLI's must be the same. The file's `about` says what its fields mean. */
interface Run {
  readonly count: number;
  readonly time: number;
  readonly step: number;
  readonly rows: readonly number[];
  readonly rowStep?: number;
  readonly spread?: number;
  readonly times: readonly number[];
}

/** The numbers of a linear congruential generator, as the Java test computes them. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    yield state >>> 8;
  }
}

const { cases } = contractFile("write-times.json") as {
  readonly cases: readonly { readonly shape: string; readonly runs: readonly Run[] }[];
};

test.each(cases.map(({ shape, runs }) => [shape, runs] as const))("%s", (_, runs) => {
  const order = new TimeOrder();
  let offset = 0;
  for (const { count, time, step, rows, rowStep = 0, spread, times } of runs) {
    const numbers = random(count);
    const made = Array.from({ length: count }, (_, index) => {
      const later = spread === undefined ? 0 : numbers.next().value % spread;
      const row = spread === undefined ? index : numbers.next().value;
      order.begin(offset++, time + index * step + later);
      return order.writeTime((rows[row % rows.length] ?? 0) + rowStep * index) - 1000 * time;
    });
    expect([made[0], made.at(-1), made.reduce((sum, one) => sum + one, 0)]).toEqual(times);
  }
});
