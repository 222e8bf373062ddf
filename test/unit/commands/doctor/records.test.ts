import { expect, test } from "vitest";
import { recordLines } from "#cli/commands/doctor/records.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { fakeContext } from "#test/support/fakes/context.js";

const examined = { pipeline: { file: "p.json" } as Pipeline, topics: ["sales"], sink: undefined };

/** @returns the checks, and the command lines by which the records were asked for */
async function linesWith(highs: readonly number[]) {
  const asked: (readonly string[])[] = [];
  const record = {
    at: "sales-0@4",
    timestamp: 0,
    tables: [{ table: "shop.sales", becomes: "insert", columns: [] }],
  };
  const { context } = fakeContext({
    kafka: {
      availableOffsets: () =>
        Promise.resolve({
          partitions: highs.map((high, partition) => ({ partition, low: 0, high })),
          leaderless: [],
        }),
    },
    invoke: (argv: readonly string[]) => {
      asked.push(argv);
      const result = { outcome: "clean", pipelines: [{ topics: [{ topic: "sales", records: [record] }] }] };
      return Promise.resolve({ result }) as never;
    },
  });
  return { checks: await recordLines(examined, 2, context), asked };
}

test("a partition without records does not hide the newest ones of the others", async () => {
  const { checks, asked } = await linesWith([5, 0, 1]);
  expect(asked.map((argv) => argv.at(-1))).toEqual(["sales-0@3,sales-2@0"]);
  expect(checks).toMatchObject([{ subject: "records of sales", state: "ok" }]);
});

test("a topic without any record is a warning, and nobody is asked for places in it", async () => {
  const { checks, asked } = await linesWith([0, 0]);
  expect(asked).toEqual([]);
  expect(checks).toMatchObject([{ subject: "records of sales", state: "warning" }]);
});
