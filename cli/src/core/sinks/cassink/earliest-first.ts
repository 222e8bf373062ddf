/** What can be in an {@link EarliestFirst}. */
export interface Ending {
  /** The millisecond at which it ends; does not change while it is in the heap. */
  readonly end: number;
  /** Its place in the heap, or -1. Only the heap sets it. */
  place: number;
}

/** A binary heap of what ends, the earliest first. */
export class EarliestFirst<T extends Ending> {
  readonly #heap: T[] = [];

  get first(): T | undefined {
    return this.#heap[0];
  }

  add(added: T): void {
    this.#heap.push(added);
    this.#rise(added, this.#heap.length - 1);
  }

  remove(removed: T): void {
    const place = removed.place;
    removed.place = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === removed) return;
    if (last.end < removed.end) this.#rise(last, place);
    else this.#sink(last, place);
  }

  #rise(element: T, from: number): void {
    let place = from;
    while (place > 0) {
      const above = this.#heap[(place - 1) >> 1];
      if (above === undefined || above.end <= element.end) break;
      this.#put(above, place);
      place = (place - 1) >> 1;
    }
    this.#put(element, place);
  }

  #sink(element: T, from: number): void {
    let place = from;
    for (;;) {
      const left = this.#heap[2 * place + 1];
      const right = this.#heap[2 * place + 2];
      const below = right !== undefined && left !== undefined && right.end < left.end ? right : left;
      if (below === undefined || below.end >= element.end) break;
      const next = below.place;
      this.#put(below, place);
      place = next;
    }
    this.#put(element, place);
  }

  #put(element: T, place: number): void {
    this.#heap[place] = element;
    element.place = place;
  }
}
