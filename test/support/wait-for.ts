import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { scaled } from "./scaled.js";

export interface Wait {
  /** What is waited for, as the message of a wait that was in vain says it. */
  readonly what: string;
  /** Milliseconds on a quiet machine (scaled.ts). */
  readonly deadline: number;
  /** Milliseconds from one question to the next. */
  readonly every?: number;
  /** A file, whose last lines are shown when the deadline is over. */
  readonly log?: string;
  /** Ends the wait with its reason when it is aborted. */
  readonly signal?: AbortSignal;
}

/** What the worker of the stack under `home` logs into. */
export const workerLog = (home: string): string => join(home, "logs", "connect.log");

const shownLines = 30;

/**
 * The way to wait for what must come: asks again and again until there is an answer.
 * @param ask tells what it has seen, which is shown together with the log's last lines when the deadline is over
 */
export async function waitFor<Answer>(
  { what, deadline, every = 250, log, signal }: Wait,
  ask: (seen: (state: unknown) => void) => Promise<Answer | undefined>,
): Promise<Answer> {
  const milliseconds = scaled(deadline);
  const end = Date.now() + milliseconds;
  let last: unknown;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask((state) => {
      last = state instanceof Error ? state.message : state;
    });
    if (answer !== undefined) return answer;
    if (Date.now() > end) break;
    await setTimeout(every, undefined, signal === undefined ? {} : { signal });
  }
  const lines = log === undefined ? "" : await lastLines(log);
  throw new Error(`not within ${milliseconds} ms: ${what}; seen last: ${JSON.stringify(last)}\n${lines}`);
}

/** The end of a log, without the requests that the test itself has made. */
export async function lastLines(log: string): Promise<string> {
  const logged = await readFile(log, "utf8").catch(() => "nothing logged");
  const told = logged.split("\n").filter((line) => line !== "" && !line.endsWith("(RestServer)"));
  return told.slice(-shownLines).join("\n");
}
