import type { Terminal } from "../ports/context.js";
import type { Progress, ProgressFact } from "../ports/progress.js";
import { type ProgressLine, progressLine } from "./progress.js";
import { visible } from "../core/visible.js";
import { cut, number } from "./text.js";

interface ProgressSink {
  readonly write: (text: string) => void;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly terminal: Terminal;
  /** True when the sink is a terminal whose last line can be drawn again. */
  readonly interactive: boolean;
}

type Count = Extract<ProgressLine, { readonly kind: "count" }>;

/** Draws progress: in a terminal the last line is drawn anew, elsewhere a count is a line every ten seconds. */
export class ProgressLines implements Progress {
  readonly #sink: ProgressSink;
  readonly #starts = new Map<string, { readonly at: number; readonly done: number }>();
  #lastDrawn = -Infinity;
  #living = false;

  constructor(sink: ProgressSink) {
    this.#sink = sink;
  }

  report(fact: ProgressFact): void {
    const line = progressLine(fact);
    if (line.kind === "count") this.#count(line);
    else if (line.kind === "lasting" || this.#sink.interactive)
      this.#draw(line.text, line.kind === "passing");
  }

  /** Ends the living line, so that what is printed next starts on a line of its own. */
  end(): void {
    if (this.#living) this.#sink.write("\n");
    this.#living = false;
  }

  #count(count: Count): void {
    const now = this.#sink.now();
    const start = this.#starts.get(count.subject);
    if (start === undefined || count.done < start.done) {
      this.#starts.set(count.subject, { at: now, done: count.done });
      this.#lastDrawn = now;
      return;
    }
    const finished = count.done === count.total;
    if (!finished && now - this.#lastDrawn < (this.#sink.interactive ? 200 : 10_000)) return;
    this.#lastDrawn = now;
    this.#draw(countText(count, (now - start.at) / 1000, count.done - start.done), !finished);
    if (finished) this.#starts.delete(count.subject);
  }

  /** Names in it come from files and servers: none may act on the terminal. */
  #draw(line: string, living: boolean): void {
    const { interactive, terminal, write } = this.#sink;
    const text = visible(line);
    if (!interactive) {
      write(`${text}\n`);
      return;
    }
    const shown = living ? cut(text, terminal.width - 1) : `${text}\n`;
    write(`${this.#living ? "\r\u001b[2K" : ""}${shown}`);
    this.#living = living;
  }
}

/** `item-sales: 40,000 of 100,000 records, 41,200/s, 2 s left`. */
function countText({ subject, unit, done, total }: Count, seconds: number, doneHere: number): string {
  const perSecond = seconds > 0 ? doneHere / seconds : 0;
  const of = total === undefined ? "" : ` of ${number(total)}`;
  const left =
    total === undefined || perSecond === 0 || done >= total
      ? ""
      : `, ${number(Math.ceil((total - done) / perSecond))} s left`;
  const rate = perSecond === 0 ? "" : `, ${number(Math.round(perSecond))}/s`;
  return `  ${subject}: ${number(done)}${of} ${unit}${rate}${left}`;
}
