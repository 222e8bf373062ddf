import { expect, it } from "vitest";
import { Random } from "#cli/core/generate/random.js";
import { compareTexts, Lowest, lowestTexts } from "#cli/core/rows/lowest.js";

it("keeps the lowest items in whichever order they come, and hands back all others once", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = new Random(seed, 1);
    const most = random.below(6);
    const texts = Array.from({ length: random.below(40) }, () => String(random.below(30)));
    const lowest = new Lowest(most, compareTexts);
    const left: string[] = [];
    for (const text of texts) {
      left.push(...lowest.add(text));
      if (random.below(8) === 0) left.push(...lowest.trim());
    }
    left.push(...lowest.trim());
    const sorted = [...new Set(texts)].sort(compareTexts);
    expect(lowest.all(), `seed ${seed}`).toEqual(sorted.slice(0, most));
    expect([...new Set(left)].sort(compareTexts)).toEqual(sorted.slice(most));
    expect(lowestTexts(texts, most)).toEqual(sorted.slice(0, most));
  }
});

it("keeps all where all are wanted", () => {
  const lowest = new Lowest<string>(Infinity, compareTexts);
  for (const text of ["c", "a", "b"]) expect(lowest.add(text)).toEqual([]);
  expect(lowest.all()).toEqual(["a", "b", "c"]);
});
