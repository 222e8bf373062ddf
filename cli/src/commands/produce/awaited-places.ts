/** What is known of records that were sent and are not told yet, by partition and offset, in the order of sending. */
export class AwaitedPlaces<Known> {
  readonly #partitions = new Map<number, Map<number, Known>>();

  get size(): number {
    return [...this.#partitions.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Those of a partition, by offset. */
  of(partition: number): Map<number, Known> {
    const places = this.#partitions.get(partition) ?? new Map<number, Known>();
    this.#partitions.set(partition, places);
    return places;
  }

  /** At most `count` of them. */
  first(count: number): readonly { readonly partition: number; readonly offset: number }[] {
    const places = [...this.#partitions].flatMap(([partition, offsets]) =>
      [...offsets.keys()].slice(0, count).map((offset) => ({ partition, offset })),
    );
    return places.slice(0, count);
  }

  /** Forgets those of a partition before an offset. @returns how many that were */
  passed(partition: number, committed: number): number {
    const places = this.of(partition);
    const gone = [...places.keys()].filter((offset) => offset < committed);
    for (const offset of gone) places.delete(offset);
    return gone.length;
  }
}
