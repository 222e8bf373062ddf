import { defineConfig } from "vitest/config";
import { scaled } from "../support/scaled.js";

/** The unit tests of what Stryker changes; those of the whole command would take hours. */
export default defineConfig({
  test: {
    include: ["test/unit/core/rows/*.test.ts", "test/unit/commands/verify/account.test.ts"],
    testTimeout: scaled(10_000),
  },
});
