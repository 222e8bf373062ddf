import type { Random } from "#cli/core/generate/random.js";

/** Whatever processes wait for, in an order that a seed decides: one at a time goes on. */
export class Turns {
  readonly #random: Random;
  readonly #waiting: { readonly of: Process; readonly go: () => void; readonly rests: boolean }[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  wait(of: Process, rests: boolean): Promise<void> {
    // One that was killed never hears again.
    return new Promise((resolve) => {
      if (!of.isKilled) this.#waiting.push({ of, rests, go: resolve });
    });
  }

  /** Lets one of them go on. */
  async next(): Promise<void> {
    const able = this.#waiting.filter(({ of }) => !of.isKilled && of.pause === 0);
    for (const { of } of this.#waiting) of.pause = Math.max(0, of.pause - 1);
    // Who sleeps until the next beat does so for longer than a step of the work takes.
    const awake = able.filter(({ rests }) => !rests || this.#random.below(8) === 0);
    const chosen = awake[this.#random.below(Math.max(1, awake.length))];
    if (chosen !== undefined) {
      this.#waiting.splice(this.#waiting.indexOf(chosen), 1);
      chosen.go();
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** A process, which may be killed, or paused for so many turns of all. */
export class Process {
  isKilled = false;
  pause = 0;
}
