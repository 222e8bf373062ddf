import type { CountEvent, Progress, StepEvent } from "../ports/progress.js";
import type { Terminal } from "../ports/context.js";
import { cut, number } from "./text.js";

const marks: Readonly<Record<StepEvent["state"], string>> = {
  started: "·",
  running: "·",
  done: "✓",
  failed: "✗",
};

export interface ProgressSink {
  readonly write: (text: string) => void;
  readonly now: () => number;
  readonly terminal: Terminal;
  /** True when the sink is a terminal whose last line can be drawn again. */
  readonly interactive: boolean;
}

/** Draws progress on stderr: one living line in a terminal, a line every ten seconds elsewhere. */
export class ProgressLines implements Progress {
  readonly #sink: ProgressSink;
  readonly #starts = new Map<string, { readonly at: number; readonly done: number }>();
  #lastDrawn = -Infinity;
  #living = false;

  constructor(sink: ProgressSink) {
    this.#sink = sink;
  }

  step(event: StepEvent): void {
    if (event.state === "running" && !this.#sink.interactive) return;
    this.#line(`${marks[event.state]} ${event.subject}: ${event.message}`, event.state === "running");
  }

  count(event: CountEvent): void {
    const now = this.#sink.now();
    const start = this.#starts.get(event.subject);
    if (start === undefined || event.done < start.done) {
      this.#starts.set(event.subject, { at: now, done: event.done });
      this.#lastDrawn = now;
      return;
    }
    const finished = event.done === event.total;
    if (!finished && now - this.#lastDrawn < (this.#sink.interactive ? 200 : 10_000)) return;
    this.#lastDrawn = now;
    this.#line(countText(event, (now - start.at) / 1000, event.done - start.done), !finished);
    if (finished) this.#starts.delete(event.subject);
  }

  warn(message: string): void {
    this.#line(`! ${message}`, false);
  }

  /** Ends the living line, so that what is printed next starts on a line of its own. */
  end(): void {
    if (this.#living) this.#sink.write("\n");
    this.#living = false;
  }

  #line(text: string, living: boolean): void {
    const { interactive, terminal, write } = this.#sink;
    if (!interactive) {
      write(`${text}\n`);
      return;
    }
    const line = living ? cut(text, terminal.width - 1) : `${text}\n`;
    write(`${this.#living ? "\r\u001b[2K" : ""}${line}`);
    this.#living = living;
  }
}

/** `item-sales: 40,000 of 100,000 records, 41,200/s, 2 s left`. */
function countText(event: CountEvent, seconds: number, doneHere: number): string {
  const { subject, unit, done, total } = event;
  const perSecond = seconds > 0 ? doneHere / seconds : 0;
  const of = total === undefined ? "" : ` of ${number(total)}`;
  const left =
    total === undefined || perSecond === 0 || done >= total
      ? ""
      : `, ${number(Math.ceil((total - done) / perSecond))} s left`;
  return `  ${subject}: ${number(done)}${of} ${unit}, ${number(Math.round(perSecond))}/s${left}`;
}
