import { workerData } from "node:worker_threads";
import { serve } from "../adapters/threads/served-thread.js";
import { verifyWorker } from "../commands/verify/workers/work.js";
import { contextFor } from "./context.js";
import { Output } from "./output.js";
import { outliveStrayRejections } from "./stray-rejections.js";
import type { WorkerStart } from "./worker-start.js";

/*
 * A worker thread of `verify table`. It reaches the servers as the program does that has started it, and is ended by it:
 * Ctrl-C and the output are that one's.
 */
outliveStrayRejections();
const { globals, connections } = workerData as WorkerStart;
const output = await Output.of("text");
const context = await contextFor({
  ...{ globals, connections, output },
  progress: { report: () => undefined },
  onNote: () => undefined,
  signal: new AbortController().signal,
  closers: [],
  keepAlive: () => () => undefined,
  invoke: () => Promise.reject(new Error("a worker runs no command")),
});
serve(verifyWorker(context));
