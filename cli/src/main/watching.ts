import type { WatchedMoment } from "../core/connect/watched.js";
import { momentOnScreen, renderMoment } from "../reporters/connector-watch.js";
import { withVisibleTexts } from "../core/visible.js";
import { terminalOf } from "./streams.js";

/** Draws each moment over the one before, also when the terminal gets another size; elsewhere adds lines. */
export class Watching {
  readonly #color: boolean | undefined;
  #last: WatchedMoment | undefined;

  constructor(color: boolean | undefined) {
    this.#color = color;
    if (process.stdout.isTTY) process.stdout.on("resize", () => this.#draw(true));
  }

  show(moment: WatchedMoment): void {
    const isFirst = this.#last === undefined;
    this.#last = withVisibleTexts(moment);
    if (process.stdout.isTTY) this.#draw(isFirst);
    else process.stdout.write(renderMoment(this.#last));
  }

  #draw(isFresh: boolean): void {
    if (this.#last === undefined) return;
    const terminal = terminalOf(process.stdout, this.#color);
    process.stdout.write(momentOnScreen(this.#last, terminal, process.stdout.rows, isFresh));
  }
}
