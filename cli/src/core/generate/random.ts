/** A sequence of pseudo-random numbers (sfc32) that is the same for the same seeds on every machine. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Each combination of seeds (a run's seed, a city's id, a time) gives an independent sequence. */
  constructor(...seeds: readonly number[]) {
    const state = new Mixer(seeds);
    this.#a = state.next();
    this.#b = state.next();
    this.#c = state.next();
    for (let round = 0; round < 12; round++) this.#next();
  }

  /** From 0 (included) to 1 (not included). */
  uniform(): number {
    return (this.#next() >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from 0 (included) to `limit` (not included). */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /** Normally distributed, mean 0, standard deviation 1 (Box-Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum;
  }
}

/** Makes very different states of similar seeds such as 1 and 2 (splitmix32). */
class Mixer {
  #state = 0x9e3779b9;

  constructor(seeds: readonly number[]) {
    for (const seed of seeds) {
      this.#state = mix(this.#state ^ (seed | 0)) ^ mix(Math.floor(seed / 0x1_0000_0000) + 0x85ebca6b);
    }
  }

  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return mix(this.#state);
  }
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}
