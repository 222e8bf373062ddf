import { setMaxListeners } from "node:events";
import { InterruptedError } from "../errors.js";
import { exitCodes } from "../program/exit-codes.js";

/** Milliseconds between looks at whether npx still lives. */
const parentInterval = 500;

/**
 * The first Ctrl-C, SIGTERM or SIGHUP asks the command to end, and so does the end of the npx or npm that called it: when
 * that is killed it cannot pass the signal on. The second signal ends the process.
 */
export function interruptible(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  // A command on a hundred connectors waits a hundred times at once: that is no leak.
  setMaxListeners(0, controller.signal);
  const interrupt = (): void => controller.abort(new InterruptedError());
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted.code);
    interrupt();
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
    end: () => {
      for (const signal of signals) process.off(signal, onSignal);
      clearInterval(watch);
    },
  };
}
