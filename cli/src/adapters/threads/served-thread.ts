import { parentPort } from "node:worker_threads";
import type { WorkerTask } from "../../ports/workers.js";
import { failureOf, type ThreadMessage } from "./thread-messages.js";

/** In a thread that `createWorkers` has started: does what it is asked, one thing after the other, until it is ended. */
export function serve(task: WorkerTask): void {
  const port = parentPort;
  if (port === null) throw new Error("this is no worker thread");
  const say = (message: ThreadMessage): void => port.postMessage(message);
  port.on("message", (request: unknown) => {
    task(request, (value) => say({ kind: "told", value })).then(
      (value) => say({ kind: "answer", value }),
      (error: unknown) => say({ kind: "failure", failure: failureOf(error) }),
    );
  });
}
