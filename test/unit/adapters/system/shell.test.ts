import { expect, it } from "vitest";
import { systemShell } from "#cli/adapters/system/shell.js";

const unending = new AbortController().signal;
const run = (line: string, input: string | Uint8Array = "", signal = unending) =>
  systemShell.run(line, Buffer.from(input), signal);

it("gives the command every byte, and takes every byte from it", async () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => index % 256);
  const { end, output } = await run("cat", bytes);
  expect(end).toBe(0);
  expect(Buffer.compare(output, bytes)).toBe(0);
});

it("says how the command ended, and what it said last", async () => {
  expect(await run("echo bad >&2; exit 3")).toMatchObject({ end: 3, errors: "bad\n" });
  expect(await run("kill -TERM $$")).toMatchObject({ end: "SIGTERM" });
  expect((await run("no-such-command-here")).end).toBe(127);
  // It reads nothing of its input.
  expect(await run("true", new Uint8Array(1_000_000))).toMatchObject({ end: 0 });
});

it("ends the command and what that has started when it is aborted", async () => {
  const controller = new AbortController();
  // The pipe to us stays open as long as one of the two has it.
  const running = run("sleep 600 & wait", "", controller.signal);
  controller.abort(new Error("Ctrl-C"));
  await expect(running).rejects.toThrow("Ctrl-C");
  await expect(run("true", "", controller.signal)).rejects.toThrow("Ctrl-C");
});
