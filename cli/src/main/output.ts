import { CassinkError } from "../errors.js";
import type { ReadRecord } from "../core/peek/record-reading.js";
import type { Invocation, StreamedDocument } from "../ports/context.js";
import type { RunLine } from "../program/command-line.js";
import { exitCodes } from "../program/exit-codes.js";
import type { OutputFormat } from "../program/requested-output.js";
import type { GlobalOptions } from "../program/shared-options.js";
import { errorText, failureOf } from "../reporters/error.js";
import { ProgressLines } from "../reporters/progress-lines.js";
import { streamed } from "../reporters/json.js";
import { renderFollowedLine } from "../reporters/stack.js";
import { renderFollowedRecord } from "../reporters/topic-peek.js";
import { Watching } from "./watching.js";
import { asCalled } from "./called.js";
import { terminalOf } from "./streams.js";

/** What is known of the command line; less of one that could not be parsed. */
type Known = Partial<Pick<RunLine, "globals" | "connections" | "selection" | "streams">>;

/** Writes what a command line gives: the result, or its failure, on stdout in the format asked for, the rest on stderr. */
export class Output {
  readonly #line: Known;
  /** Undefined for text. */
  readonly #print: ((value: unknown) => string) | undefined;

  #watching: Watching | undefined;

  private constructor(line: Known, print: ((value: unknown) => string) | undefined) {
    this.#line = line;
    this.#print = print;
  }

  static async of(format: OutputFormat, line: Known = {}): Promise<Output> {
    if (format === "text") return new Output(line, undefined);
    const { document, streamed } = await (format === "json"
      ? import("../reporters/json.js")
      : import("../reporters/yaml.js"));
    return new Output(line, line.streams === true ? streamed : document);
  }

  result({ result, render }: Invocation): void {
    // What there was to say has gone out as it came.
    if (this.#line.streams === true) return;
    if (this.#print === undefined) {
      const terminal = terminalOf(process.stdout, this.#line.globals?.color);
      process.stdout.write(asCalled(render(terminal), this.#line));
    } else {
      process.stdout.write(this.#print(result));
    }
  }

  streamed(document: StreamedDocument, several = false): void {
    if (this.#print !== undefined) process.stdout.write(this.#print(document));
    else if ("line" in document) process.stdout.write(renderFollowedLine(document, several));
    else (this.#watching ??= new Watching(this.#line.globals?.color)).show(document);
  }

  document(document: object): Promise<void> {
    return this.#written(streamed(document));
  }

  record(record: ReadRecord): Promise<void> {
    if (this.#print !== undefined) return this.#written(this.#print(record));
    return this.#written(renderFollowedRecord(record, terminalOf(process.stdout, this.#line.globals?.color)));
  }

  /** Resolves when a reader that is slower than we are has taken what is written, or nobody reads any more. */
  async #written(text: string): Promise<void> {
    const { stdout } = process;
    if (stdout.write(text) || stdout.destroyed) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        stdout.off("drain", end);
        stdout.off("close", end);
        resolve();
      };
      stdout.once("drain", end);
      stdout.once("close", end);
    });
  }

  warning(text: string): void {
    process.stderr.write(`${asCalled(text, this.#line)}\n`);
  }

  /** Returns the exit code of the error. */
  failure(error: unknown): number {
    const { color, verbose = false } = this.#line.globals ?? {};
    process.stderr.write(asCalled(errorText(error, terminalOf(process.stderr, color), verbose), this.#line));
    return this.failureAsData(error);
  }

  /** For one that has been told already. */
  failureAsData(error: unknown): number {
    if (this.#print !== undefined) process.stdout.write(this.#print(failureOf(error)));
    return error instanceof CassinkError ? error.exitCode : exitCodes.failed.code;
  }
}

export function progressFor({ quiet, color }: GlobalOptions): ProgressLines {
  return new ProgressLines({
    write: (text) => (quiet === true ? undefined : process.stderr.write(text)),
    now: () => Date.now(),
    terminal: terminalOf(process.stderr, color),
    interactive: process.stderr.isTTY && process.env["CI"] === undefined,
  });
}
