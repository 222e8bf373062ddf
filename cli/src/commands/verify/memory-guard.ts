import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";

/** Bytes of records or rows after which the memory is looked at. */
const interval = 1_000_000;
/** Bytes that a record or row takes besides its values, about. */
const overhead = 200;

/** Ends a comparison whose rows do not fit into the memory, where V8 would abort the program and print no result. */
export class MemoryGuard {
  readonly #memory: CommandContext["memory"];
  readonly #instead: string;
  #since = 0;

  /** @param instead what else can be done than to give it more memory */
  constructor({ memory }: Pick<CommandContext, "memory">, instead?: string) {
    this.#memory = memory;
    this.#instead = instead === undefined ? "" : `${instead}; or `;
  }

  /**
   * To be told of each record or row that is kept.
   * @throws InputError where little memory is left
   */
  take(bytes: number): void {
    this.#since += bytes + overhead;
    if (this.#since < interval) return;
    this.#since = 0;
    if (!this.#memory.isShort()) return;
    throw new InputError(
      "the rows that the topics write do not fit into the memory that Node gives this program",
      {
        hint: `${this.#instead}give it more, here 16 GB: NODE_OPTIONS=--max-old-space-size=16000`,
      },
    );
  }
}
