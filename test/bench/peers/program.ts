import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A program of a peer, with the end of what it has said. */
export class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #stdout = "";
  #said = "";

  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#ended = once(this.#child, "close").catch((error: unknown) => {
      this.#said += String(error);
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#said = (this.#said + text).slice(-4000);
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined;
  }

  /** What it printed, once it has ended well. */
  async output(signal: AbortSignal): Promise<string> {
    const kill = (): void => void this.#child.kill("SIGKILL");
    signal.addEventListener("abort", kill);
    await this.#ended;
    signal.removeEventListener("abort", kill);
    signal.throwIfAborted();
    if (this.#child.exitCode !== 0) throw new Error(this.text);
    return this.#stdout;
  }

  get text(): string {
    const end = this.hasEnded
      ? `ended with ${String(this.#child.exitCode ?? this.#child.signalCode)}`
      : "runs";
    return `${end}\n${this.#said}`;
  }

  /** Killed: its table is written, and nothing else of it is wanted. */
  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}
