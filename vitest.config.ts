import { defineConfig } from "vitest/config";
import { scaled } from "./test/support/scaled.js";
import { isStrayRejection } from "./cli/src/adapters/cassandra/stray-rejection.js";

/**
 * One project per kind of test. `e2e` and `sink-faults` share one stack each, `faults` starts and kills its own. What
 * breaks servers runs one file at a time.
 */
export default defineConfig({
  test: {
    onUnhandledError: (error) => !isStrayRejection(error),
    // Only `npm run faults` writes what it found to docs/.
    reporters: [
      "default",
      ...("CASSINK_FAULT_REPORT" in process.env ? ["./test/support/faults/report.ts"] : []),
    ],
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], testTimeout: scaled(60_000) } },
      { test: { name: "contract", include: ["test/contract/**/*.test.ts"], testTimeout: scaled(60_000) } },
      {
        test: {
          name: "e2e",
          include: ["test/{e2e,differential,judge,bench}/**/*.test.ts"],
          globalSetup: ["test/support/servers/shared-stack.ts"],
          // Most of a file is waiting, and its topics and tables are its own.
          maxWorkers: 2,
          testTimeout: scaled(180_000),
          hookTimeout: scaled(180_000),
        },
      },
      {
        test: {
          name: "faults",
          include: ["test/faults/*.test.ts", "test/exactness/*.test.ts"],
          fileParallelism: false,
          testTimeout: scaled(300_000),
          hookTimeout: scaled(300_000),
        },
      },
      {
        test: {
          name: "sink-faults",
          include: ["test/faults/sink/*.test.ts"],
          globalSetup: ["test/support/servers/shared-stack.ts"],
          fileParallelism: false,
          maxConcurrency: 20,
          testTimeout: scaled(300_000),
          hookTimeout: scaled(300_000),
        },
      },
    ],
  },
});
