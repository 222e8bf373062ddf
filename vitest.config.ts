import { defineConfig } from "vitest/config";

/**
 * One project per kind of test. `e2e` and `sink-faults` share one stack each, `faults` starts and kills its own. What
 * breaks servers runs one file at a time.
 */
export default defineConfig({
  test: {
    // When a node dies while cassandra-driver sets its control connection up, the driver forgets the connection and
    // goes on using it, in a promise that nobody holds. It connects again, and no query is touched.
    onUnhandledError: ({ name, stack = "" }) =>
      !(name === "TypeError" && /cassandra-driver.lib.control-connection\.js/.test(stack)),
    // Only `npm run faults` writes what it found to docs/.
    reporters: [
      "default",
      ...("CASSINK_FAULT_REPORT" in process.env ? ["./test/support/fault-report.ts"] : []),
    ],
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"] } },
      { test: { name: "contract", include: ["test/contract/**/*.test.ts"] } },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/e2e-stack.ts"],
          // Most of a file is waiting, and its topics and tables are its own.
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "faults",
          include: ["test/faults/*.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "sink-faults",
          include: ["test/faults/sink/*.test.ts"],
          globalSetup: ["test/support/e2e-stack.ts"],
          fileParallelism: false,
          maxConcurrency: 20,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
