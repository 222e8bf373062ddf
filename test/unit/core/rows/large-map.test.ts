import { expect, it } from "vitest";
import { LargeMap } from "#cli/core/rows/large-map.js";
import { Random } from "#cli/core/generate/random.js";

it("is what a Map is, beyond the entries that one Map takes", () => {
  const random = new Random(1, 1);
  const large = new LargeMap<number, number>(4);
  const plain = new Map<number, number>();
  for (let step = 0; step < 2000; step++) {
    const key = random.below(30);
    if (random.below(3) === 0) {
      large.delete(key);
      plain.delete(key);
    } else {
      large.set(key, step);
      plain.set(key, step);
    }
    expect(large.size).toBe(plain.size);
    expect(large.get(key)).toBe(plain.get(key));
    expect(large.has(key)).toBe(plain.has(key));
  }
  const sorted = (entries: Iterable<[number, number]>) =>
    [...entries].sort((one, other) => one[0] - other[0]);
  expect(sorted(large)).toEqual(sorted(plain));
  expect([...large.keys()].sort()).toEqual([...plain.keys()].sort());
  expect([...large.values()].sort()).toEqual([...plain.values()].sort());
});
