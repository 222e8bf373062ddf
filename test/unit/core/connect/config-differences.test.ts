import { expect, it } from "vitest";
import { configDifferences } from "#cli/core/connect/config-differences.js";

it("two configs differ key by key, and of secrets only that they do", () => {
  const before = { "tasks.max": "2", "auth.password": "hunter22", gone: "x", same: "1" };
  const after = { "tasks.max": "4", "auth.password": "hunter23", come: "y", same: "1", name: "sales" };
  expect(configDifferences("sales", before, after)).toEqual([
    { key: "auth.password", before: "********", after: "********" },
    { key: "come", after: "y" },
    { key: "gone", before: "x" },
    { key: "tasks.max", before: "2", after: "4" },
  ]);
});
