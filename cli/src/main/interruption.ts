import { setMaxListeners } from "node:events";
import { InterruptedError } from "../errors.js";
import { exitCodes } from "../program/exit-codes.js";

/** Milliseconds between looks at whether npx still lives. */
const parentInterval = 500;

/**
 * The first Ctrl-C, SIGTERM or SIGHUP asks the command to end, and so does the end of the npx or npm that called it: when
 * that is killed it cannot pass the signal on. The second signal ends the process.
 */
export interface Interruption {
  readonly signal: AbortSignal;
  /**
   * Until the function that it returns is called, the second signal shows a text, and a third one ends the process: for
   * work that must not be left half done.
   */
  readonly keepAlive: (text: string) => () => void;
  /** As the first signal does. */
  readonly interrupt: () => void;
  readonly end: () => void;
}

/** @param show tells somebody who interrupts for the second time what would be left */
export function interruptible(show: (text: string) => void): Interruption {
  const controller = new AbortController();
  // A command on a hundred connectors waits a hundred times at once: that is no leak.
  setMaxListeners(0, controller.signal);
  const interrupt = (): void => controller.abort(new InterruptedError());
  const kept = new Set<string>();
  let isWarned = false;
  const onSignal = (): void => {
    if (!controller.signal.aborted) return interrupt();
    if (kept.size === 0 || isWarned) process.exit(exitCodes.interrupted.code);
    isWarned = true;
    for (const text of kept) show(text);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  const parent = process.ppid;
  const watch =
    process.env["npm_command"] === undefined
      ? undefined
      : setInterval(() => {
          if (process.ppid !== parent) interrupt();
        }, parentInterval).unref();
  return {
    signal: controller.signal,
    keepAlive: (text) => {
      kept.add(text);
      return () => void kept.delete(text);
    },
    interrupt,
    end: () => {
      for (const signal of signals) process.off(signal, onSignal);
      clearInterval(watch);
    },
  };
}
