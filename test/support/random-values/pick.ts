import type { Random } from "#cli/core/generate/random.js";

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** True that often: 0 never, 1 always. */
export function chance(random: Random, share: number): boolean {
  return random.uniform() < share;
}
