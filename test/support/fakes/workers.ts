import { verifyWorker } from "#cli/commands/verify/workers/work.js";
import type { CommandContext } from "#cli/ports/context.js";
import type { Workers } from "#cli/ports/workers.js";

/**
 * Workers on this thread: what they are asked, tell and answer is copied, as it is between threads. Nothing that they
 * were at goes on once they are ended.
 * @param contextOf the context in which they work
 */
export function fakeWorkers(
  contextOf: () => CommandContext,
  { cores = 1, heap = Infinity }: Partial<Pick<Workers, "cores" | "heap">> = {},
): Workers & { started: number } {
  const workers = {
    cores,
    heap,
    started: 0,
    start: () => {
      workers.started++;
      const task = verifyWorker(contextOf());
      let isEnded = false;
      return Promise.resolve({
        ask: async (request: unknown, onTold: (told: unknown) => void) => {
          const tell = (told: unknown): void => {
            if (isEnded) throw new Error("this worker was ended");
            onTold(structuredClone(told));
          };
          return structuredClone(await task(structuredClone(request), tell));
        },
        end: () => {
          isEnded = true;
          return Promise.resolve();
        },
      });
    },
  };
  return workers;
}
