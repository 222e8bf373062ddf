import { describe, expect, it } from "vitest";
import { createWorkers } from "#cli/adapters/threads/threads.js";
import { errorOf, failureOf } from "#cli/adapters/threads/thread-messages.js";
import { InputError, ServiceError, UsageError } from "#cli/errors.js";
import type { Worker } from "#cli/ports/workers.js";

/** A thread that runs a text of JavaScript: `data` is what it starts with, `port` leads here. */
const started = (text: string, count = 4): Promise<Worker> => {
  const source = `import { parentPort as port, workerData as data } from "node:worker_threads";\n${text}`;
  const script = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  return createWorkers({ script, data: { name: "started" } }).start(count);
};
const nothing = (): void => undefined;

async function failure(text: string, count?: number): Promise<unknown> {
  const worker = await started(text, count);
  try {
    return await worker.ask("go", nothing).catch((error: unknown) => error);
  } finally {
    await worker.end();
  }
}

describe("a worker thread", () => {
  it("answers what it is asked, tells meanwhile, and keeps maps and bytes", async () => {
    const worker = await started(`
      port.on("message", (asked) => {
        port.postMessage({ kind: "told", value: data.name });
        port.postMessage({ kind: "answer", value: new Map([[asked, new Float64Array([1, NaN])]]) });
      });`);
    const told: unknown[] = [];
    expect(await worker.ask("one", (what) => told.push(what))).toEqual(
      new Map([["one", new Float64Array([1, NaN])]]),
    );
    expect(await worker.ask("two", nothing)).toEqual(new Map([["two", new Float64Array([1, NaN])]]));
    expect(told).toEqual(["started"]);
    await worker.end();
    await expect(worker.ask("three", nothing)).rejects.toThrow();
  });

  it("that ends by itself is an error which says so, for what is asked later, too", async () => {
    const worker = await started(`port.once("message", () => process.exit(7));`);
    const expected = { message: "a worker thread has ended by itself, with code 7", exitCode: 1 };
    await expect(worker.ask("go", nothing)).rejects.toMatchObject(expected);
    await expect(worker.ask("again", nothing)).rejects.toMatchObject(expected);
  });

  it("that throws where nothing catches hands over what it threw", async () => {
    expect(await failure(`port.once("message", () => { throw new Error("a defect"); });`)).toMatchObject({
      message: "a defect",
    });
  });

  it("that takes more memory than it has is an error that says how much that is", async () => {
    const greedy = `port.once("message", () => { const all = []; for (;;) all.push(Array(1000).fill(all.length)); });`;
    expect(await failure(greedy, 200)).toMatchObject({
      message: expect.stringMatching(/does not get by with its \d+ MB of memory/) as string,
      hint: expect.stringContaining("--max-old-space-size") as string,
    });
  });
});

describe("an error on its way from a thread", () => {
  it.each([
    new InputError("bad", { where: "here", hint: "do", lines: ["a", "b"] }),
    new UsageError("wrong", { hint: "do" }),
    new ServiceError("Kafka", "gone", { where: "127.0.0.1:9092" }),
  ])("is what it was: $name", (error) => {
    const arrived = errorOf(structuredClone(failureOf(error)));
    expect(arrived).toBeInstanceOf(error.constructor);
    const { message, name, where, hint, lines } = error;
    expect(arrived).toMatchObject({ message, name, where, hint, lines });
  });

  it("keeps the stack of a defect", () => {
    const defect = new TypeError("x is undefined");
    expect(errorOf(structuredClone(failureOf(defect))).stack).toBe(defect.stack);
    expect(errorOf(failureOf("a text")).message).toBe("a text");
  });
});
