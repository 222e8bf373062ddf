/** The numbers that can still become the minimum, where they stand, and how many there have been. */
export interface MinimumSnapshot {
  readonly numbers: readonly number[];
  readonly positions: readonly number[];
  readonly added: number;
}

/** The least of the last `width` numbers. */
export class SlidingMinimum {
  readonly #width: number;
  /** Those that can still become the minimum, rising. */
  #numbers: number[] = [];
  #positions: number[] = [];
  #first = 0;
  #added = 0;

  constructor(width: number) {
    this.#width = width;
  }

  add(number: number): void {
    while (this.#numbers.length > this.#first && (this.#numbers.at(-1) ?? 0) >= number) {
      this.#numbers.pop();
      this.#positions.pop();
    }
    this.#numbers.push(number);
    this.#positions.push(this.#added++);
    if ((this.#positions[this.#first] ?? 0) < this.#added - this.#width) this.#first++;
    if (this.#first > this.#width) {
      this.#numbers = this.#numbers.slice(this.#first);
      this.#positions = this.#positions.slice(this.#first);
      this.#first = 0;
    }
  }

  snapshot(): MinimumSnapshot {
    return {
      numbers: this.#numbers.slice(this.#first),
      positions: this.#positions.slice(this.#first),
      added: this.#added,
    };
  }

  restore({ numbers, positions, added }: MinimumSnapshot): void {
    this.#numbers = [...numbers];
    this.#positions = [...positions];
    this.#first = 0;
    this.#added = added;
  }

  /** Undefined until `width` numbers were added. */
  minimum(): number | undefined {
    return this.#added < this.#width ? undefined : this.#numbers[this.#first];
  }
}
