import type { CommandContext } from "../../../ports/context.js";
import type { Control } from "./control.js";

/** How far a run is, as all of its members have come. */
export class SharedProgress {
  readonly #run: string;
  readonly #control: Control;
  readonly #context: CommandContext;
  #told = "";

  constructor({ run }: { readonly run: string }, control: Control, context: CommandContext) {
    this.#run = run;
    this.#control = control;
    this.#context = context;
  }

  /** Says what has changed since the last time. */
  tell(): void {
    const { state, member } = this.#control;
    const members = state.living(member);
    const reads = state.progress("read");
    const { phase, done, total } =
      reads.done < reads.total
        ? { phase: "read" as const, ...reads }
        : { phase: "range" as const, ...state.progress("range") };
    const text = [members, phase, done, total].join();
    if (text === this.#told) return;
    this.#told = text;
    const { progress } = this.#context;
    progress.report({ kind: "run shared", run: this.#run, members, phase, done, total });
  }
}
