import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

export interface Wait {
  /** What is waited for, as the message of a wait that was in vain says it. */
  readonly what: string;
  /** Milliseconds. */
  readonly deadline: number;
  /** Of the stack whose worker's last log lines are shown when the deadline is over. */
  readonly home: string;
}

const pollInterval = 250;
const shownLines = 30;

/** Asks again and again until there is an answer; a deadline that is over shows what was seen last. */
export async function waitFor<Answer>(
  { what, deadline, home }: Wait,
  ask: (seen: (state: unknown) => void) => Promise<Answer | undefined>,
): Promise<Answer> {
  const end = Date.now() + deadline;
  let last: unknown;
  for (;;) {
    const answer = await ask((state) => (last = state));
    if (answer !== undefined) return answer;
    if (Date.now() > end) break;
    await setTimeout(pollInterval);
  }
  const log = await readFile(join(home, "logs", "connect.log"), "utf8");
  const told = log.split("\n").filter((line) => line !== "" && !line.endsWith("(RestServer)"));
  const lines = told.slice(-shownLines).join("\n");
  throw new Error(`not within ${deadline} ms: ${what}; seen last: ${JSON.stringify(last)}\n${lines}`);
}
