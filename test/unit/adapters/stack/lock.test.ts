import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withLock } from "#cli/adapters/stack/lock.js";

const never = new AbortController().signal;
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-lock-"));
  file = join(folder, "lock");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("two works under one lock never overlap, and the waiting one is told once who works", async () => {
  const events: string[] = [];
  const onWait = vi.fn();
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let entered = (): void => undefined;
  const inside = new Promise<void>((resolve) => (entered = resolve));
  const first = withLock(file, never, vi.fn(), async () => {
    events.push("first begins");
    entered();
    await released;
    events.push("first ends");
  });
  await inside;
  const second = withLock(file, never, onWait, () => {
    events.push("second");
    return Promise.resolve();
  });
  await vi.waitFor(() => expect(onWait).toHaveBeenCalledWith(process.pid), 4_000);
  release();
  await Promise.all([first, second]);
  expect(events).toEqual(["first begins", "first ends", "second"]);
  expect(onWait).toHaveBeenCalledTimes(1);
});

test("the lock of a dead process is taken over, also when its pid lives again", async () => {
  await withLock(file, never, vi.fn(), () => Promise.resolve());
  await writeFile(file, `${process.pid} another birth`);
  expect(await withLock(file, never, vi.fn(), () => Promise.resolve("done"))).toBe("done");
});

test("the lock is given back after a failure", async () => {
  await expect(withLock(file, never, vi.fn(), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(access(file)).rejects.toThrow("ENOENT");
});

test("waiting ends with the signal", async () => {
  const controller = new AbortController();
  await withLock(file, never, vi.fn(), async () => {
    const waiting = withLock(
      file,
      controller.signal,
      () => controller.abort(new Error("stopped")),
      () => Promise.resolve(),
    );
    await expect(waiting).rejects.toThrow("stopped");
  });
});
