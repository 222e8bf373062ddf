/**
 * The lowest of the items that it is given, at most so many: which these are does not depend on the order in which they
 * come, so that what is shown of a table is the same however it was read.
 */
export class Lowest<Item> {
  readonly #most: number;
  readonly #compare: (left: Item, right: Item) => number;
  /** Up to twice as many, of which the first ones are in order. */
  #items: Item[] = [];
  /** Above this one there are enough. */
  #highest: Item | undefined;

  /** @param compare gives 0 for one and the same item alone */
  constructor(most: number, compare: (left: Item, right: Item) => number) {
    this.#most = most;
    this.#compare = compare;
  }

  /** @returns those that are no longer, or not, among the lowest, as far as that is known yet */
  add(item: Item): readonly Item[] {
    if (this.#most === 0 || (this.#highest !== undefined && this.#compare(item, this.#highest) > 0))
      return [item];
    this.#items.push(item);
    return this.#items.length > 2 * this.#most ? this.trim() : [];
  }

  /** @returns those that were given and not handed back, and are not among the lowest */
  trim(): readonly Item[] {
    const sorted = this.#items.sort(this.#compare);
    const distinct = sorted.filter((item, at) => {
      const before = sorted[at - 1];
      return before === undefined || this.#compare(before, item) !== 0;
    });
    this.#items = distinct.slice(0, this.#most);
    if (distinct.length >= this.#most) this.#highest = this.#items.at(-1);
    return distinct.slice(this.#most);
  }

  /** In their order. */
  all(): readonly Item[] {
    this.trim();
    return this.#items;
  }
}

/** The first texts in the order of their characters. */
export function lowestTexts(texts: Iterable<string>, most: number): readonly string[] {
  const lowest = new Lowest(most, compareTexts);
  for (const text of texts) lowest.add(text);
  return lowest.all();
}

export const compareTexts = (left: string, right: string): number =>
  left < right ? -1 : left > right ? 1 : 0;
