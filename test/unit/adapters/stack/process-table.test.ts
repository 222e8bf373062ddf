import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { birthOf, commandOf, memoryOf } from "#cli/adapters/stack/process-table.js";
import { isAlive } from "#cli/adapters/stack/state-file.js";
import type { StartedProcess } from "#cli/core/stack/state.js";
import { livingServer } from "./living-server.js";

test("a living process has a birth that stays, a command and memory", async () => {
  const birth = await birthOf(process.pid);
  expect(birth).toBeTruthy();
  expect(await birthOf(process.pid)).toBe(birth);
  expect(await commandOf(process.pid)).toContain("node");
  expect(await memoryOf(process.pid)).toBeGreaterThan(1e6);
});

test("a process that has ended has none", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  const { pid } = child;
  await once(child, "exit");
  expect(await birthOf(pid ?? NaN)).toBeUndefined();
});

test("a process that was never seen alive is not alive", async () => {
  expect(await isAlive("/here", { name: "kafka", pid: 2 ** 22 + 1 } as StartedProcess)).toBe(false);
});

test("a process is ours only with the same birth and the marks of its home and name", async () => {
  const living = await livingServer("/here", "kafka");
  const ours = { name: "kafka", ...living.process } as StartedProcess;
  expect(await isAlive("/here", ours)).toBe(true);
  expect(await isAlive("/there", ours)).toBe(false);
  expect(await isAlive("/here", { ...ours, name: "connect" })).toBe(false);
  expect(await isAlive("/here", { ...ours, birth: "another" })).toBe(false);
  await living.end();
  expect(await isAlive("/here", ours)).toBe(false);
});
