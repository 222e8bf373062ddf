import { describe, expect, it } from "vitest";
import { type LineBatchesRequest, lineBatches } from "#cli/commands/produce/line-batches.js";
import { recordOfLine } from "#cli/commands/produce/event-lines.js";
import { systemClock } from "#cli/adapters/system/clock.js";

function request(lines: AsyncIterable<string>, signal = new AbortController().signal): LineBatchesRequest {
  const options = { source: "f", key: "id", check: undefined, raw: false };
  return {
    lines,
    clock: systemClock,
    signal,
    recordOf: (line, lineNumber, timestamp) => recordOfLine(line, lineNumber, timestamp, options),
  };
}

async function* many(
  count: number,
  onMade: (made: number) => void = () => undefined,
): AsyncGenerator<string> {
  for (let index = 0; index < count; index++) {
    if (index % 1000 === 0) await Promise.resolve();
    onMade(index + 1);
    yield `{"id":"${index}"}`;
  }
}

async function* never(): AsyncGenerator<string> {
  yield '{"id":"a"}';
  await new Promise(() => undefined);
}

describe("lineBatches", () => {
  it("gives every line once, in order, in batches that a broker takes", async () => {
    const keys: unknown[] = [];
    for await (const batch of lineBatches(request(many(10_000)))) {
      expect(batch.length).toBeLessThanOrEqual(3_000);
      keys.push(...batch.map(({ key }) => String(key)));
    }
    expect(keys).toEqual(Array.from({ length: 10_000 }, (_, index) => String(index)));
  });

  it("reads no further ahead than a batch while nobody takes one", async () => {
    let made = 0;
    const batches = lineBatches(request(many(50_000, (count) => (made = count))));
    await batches.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(made).toBeLessThan(9_100);
    await batches.return(undefined);
  });

  it("sends a line that comes alone without waiting for the next", async () => {
    const batches = lineBatches(request(never()));
    const first = await batches.next();
    expect(first.value).toMatchObject([{ key: "a" }]);
  });

  it("ends without an error when it is interrupted while it waits for a line", async () => {
    const controller = new AbortController();
    const batches = lineBatches(request(never(), controller.signal));
    await batches.next();
    const next = batches.next();
    controller.abort(new Error("Ctrl-C"));
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it("gives the lines before a bad one, and then its error with its number", async () => {
    async function* lines(): AsyncGenerator<string> {
      await Promise.resolve();
      yield* ['{"id":"a"}', "", '{"id":"b"}', "oops", '{"id":"c"}'];
    }
    const batches = lineBatches(request(lines()));
    expect((await batches.next()).value).toMatchObject([{ key: "a" }, { key: "b" }]);
    await expect(batches.next()).rejects.toMatchObject({ where: "f:4" });
  });

  it("has nothing to give for no lines", async () => {
    const batches = lineBatches(request(many(0)));
    expect((await batches.next()).done).toBe(true);
  });
});
