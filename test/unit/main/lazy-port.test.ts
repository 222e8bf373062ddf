import { expect, it } from "vitest";
import { lazyPort } from "#cli/main/lazy-port.js";

interface Counter {
  readonly place: string;
  count(by: number): Promise<number>;
  refuse(): Promise<never>;
}

function counting() {
  let loads = 0;
  let counted = 0;
  const lazy = lazyPort<Counter>(
    () => {
      loads += 1;
      return Promise.resolve({
        place: "there",
        count: (by) => Promise.resolve((counted += by)),
        refuse: () => Promise.reject(new Error("no")),
      });
    },
    { place: (port) => port?.place ?? "here" },
  );
  return { ...lazy, loads: () => loads };
}

it("loads a port once, by the first call of a method", async () => {
  const { port, loaded, loads } = counting();
  expect(port.place).toBe("here");
  // `await` asks whether it is a promise.
  await Promise.resolve(port);
  expect(loads()).toBe(0);
  expect(loaded()).toBeUndefined();
  expect(await Promise.all([port.count(1), port.count(2)])).toEqual([1, 3]);
  expect(loads()).toBe(1);
  expect(port.place).toBe("there");
  expect((await loaded())?.place).toBe("there");
});

it("gives the errors of the port and of its loading", async () => {
  await expect(counting().port.refuse()).rejects.toThrow("no");
  const { port } = lazyPort<Counter>(() => Promise.reject(new Error("not to be loaded")), {
    place: () => "here",
  });
  await expect(port.count(1)).rejects.toThrow("not to be loaded");
});
