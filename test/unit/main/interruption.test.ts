import { expect, it } from "vitest";
import { interruptible } from "#cli/main/interruption.js";

it("a second signal says what would be left half done, instead of leaving it", () => {
  const shown: string[] = [];
  const { signal, keepAlive, end } = interruptible((text) => shown.push(text));
  const release = keepAlive("connector sales is being brought back");
  try {
    process.emit("SIGINT");
    expect(signal.aborted).toBe(true);
    expect(shown).toEqual([]);
    process.emit("SIGINT");
    expect(shown).toEqual(["connector sales is being brought back"]);
  } finally {
    release();
    end();
  }
});
