import { expect, test } from "vitest";
import { TimeOrder } from "#cli/core/sinks/cassink/time-order.js";
import { contractFile } from "./contract-file.js";

/** Write times that Cassink's sink gave; the CLI's must be the same. The file's `about` says what its fields mean. */
interface Run {
  readonly count: number;
  readonly time: number;
  readonly step: number;
  readonly rows: readonly number[];
  readonly times: readonly number[];
}

const { cases } = contractFile("write-times.json") as {
  readonly cases: readonly { readonly shape: string; readonly runs: readonly Run[] }[];
};

test.each(cases.map(({ shape, runs }) => [shape, runs] as const))("%s", (_, runs) => {
  const order = new TimeOrder();
  let offset = 0;
  for (const { count, time, step, rows, times } of runs) {
    const made = Array.from({ length: count }, (_, index) => {
      order.begin(offset++, time + index * step);
      return order.writeTime(rows[index % rows.length] ?? 0) - 1000 * time;
    });
    expect([made[0], made.at(-1), made.reduce((sum, one) => sum + one, 0)]).toEqual(times);
  }
});
