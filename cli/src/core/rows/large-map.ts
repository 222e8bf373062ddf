/** The most entries that one Map of V8 takes: 2^24, less a few. */
const mostEntries = 2 ** 24 - 16;

/** A Map without V8's limit of 16.7 million entries: with one more it begins another Map, and asks all of them. */
export class LargeMap<Key, Value extends object | string | number | boolean> {
  readonly #most: number;
  #maps: Map<Key, Value>[] = [new Map<Key, Value>()];

  /** @param most entries of one Map */
  constructor(most = mostEntries) {
    this.#most = most;
  }

  get size(): number {
    return this.#maps.reduce((sum, { size }) => sum + size, 0);
  }

  get(key: Key): Value | undefined {
    for (const map of this.#maps) {
      const value = map.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  has(key: Key): boolean {
    return this.#mapOf(key) !== undefined;
  }

  set(key: Key, value: Value): void {
    const [first] = this.#maps;
    if (this.#maps.length === 1 && first !== undefined && first.size < this.#most) {
      first.set(key, value);
      return;
    }
    const map = this.#mapOf(key) ?? this.#maps.find(({ size }) => size < this.#most);
    if (map === undefined) this.#maps.push(new Map([[key, value]]));
    else map.set(key, value);
  }

  delete(key: Key): void {
    this.#mapOf(key)?.delete(key);
  }

  *keys(): Iterable<Key> {
    for (const map of this.#maps) yield* map.keys();
  }

  *values(): Iterable<Value> {
    for (const map of this.#maps) yield* map.values();
  }

  *[Symbol.iterator](): Iterator<[Key, Value]> {
    for (const map of this.#maps) yield* map;
  }

  #mapOf(key: Key): Map<Key, Value> | undefined {
    return this.#maps.find((map) => map.has(key));
  }
}
