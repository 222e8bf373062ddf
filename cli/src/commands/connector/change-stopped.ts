import { InputError, ServiceError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import { GoneOnError } from "./gone-on.js";

const pollInterval = 200;
/** Milliseconds for Connect to do what it was asked to. */
const timeout = 30_000;

/**
 * Connect changes the offsets of a stopped connector only, and only when its tasks have left their group, which it says
 * by refusing.
 * @param problem of which the message is made where it refuses for too long
 */
export async function changeStopped(
  name: string,
  change: () => Promise<void>,
  problem: string,
  context: CommandContext,
): Promise<void> {
  let refusal: unknown;
  let hasStood = false;
  await until(
    context,
    problem,
    async () => {
      const status = await context.connect.status(name);
      const state = status?.connector.state;
      if (hasStood && state === "RUNNING") throw new GoneOnError(name, context.connect.url);
      hasStood ||= state === "STOPPED";
      if (status === undefined || state !== "STOPPED" || status.tasks.length > 0) return false;
      return change().then(
        () => true,
        (error: unknown) => {
          refusal = error;
          if (error instanceof ServiceError || error instanceof InputError) return false;
          throw error;
        },
      );
    },
    () => refusal,
  );
}

/** @throws ServiceError when it is not done in time */
export async function until(
  { clock, signal, connect }: CommandContext,
  problem: string,
  isDone: () => Promise<boolean>,
  cause: () => unknown = () => undefined,
): Promise<void> {
  const deadline = clock.now() + timeout;
  while (!(await isDone())) {
    if (clock.now() >= deadline) {
      const because = cause();
      throw new ServiceError("Kafka Connect", `${problem} after ${timeout / 1000} s`, {
        where: connect.url,
        hint: "look at the worker's log for the cause, then run the command again",
        cause: because,
        lines: because instanceof Error ? [because.message] : [],
      });
    }
    await clock.sleep(pollInterval, signal);
  }
}
