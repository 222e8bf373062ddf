import { availableParallelism } from "node:os";
import { getHeapStatistics } from "node:v8";
import { Worker as Thread } from "node:worker_threads";
import { InputError } from "../../errors.js";
import type { Worker, Workers } from "../../ports/workers.js";
import { errorOf, type ThreadMessage } from "./thread-messages.js";

interface ThreadsOptions {
  /** The module that a thread runs: it calls `serve` of served-thread.ts. */
  readonly script: URL;
  /** Plain data with which it starts. */
  readonly data: unknown;
}

/** Node's worker threads. */
export function createWorkers({ script, data }: ThreadsOptions): Workers {
  const heap = getHeapStatistics().heap_size_limit;
  return {
    cores: availableParallelism(),
    heap,
    start: (count) => {
      const megabytes = Math.floor(heap / count / 1024 / 1024);
      const thread = new Thread(script, {
        workerData: data,
        resourceLimits: { maxOldGenerationSizeMb: megabytes },
      });
      return Promise.resolve(new ThreadWorker(thread, megabytes));
    },
  };
}

interface Question {
  readonly onTold: (told: unknown) => void;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

class ThreadWorker implements Worker {
  readonly #thread: Thread;
  #question: Question | undefined;
  /** Why it is no longer there. */
  #end: Error | undefined;

  constructor(thread: Thread, megabytes: number) {
    this.#thread = thread;
    thread.on("message", (message: ThreadMessage) => this.#take(message));
    thread.on("error", (error) => this.#fail(endOf(error, megabytes)));
    thread.on("exit", (code) =>
      this.#fail(
        new InputError(`a worker thread has ended by itself, with code ${code}`, {
          hint: "run the command again with --resume, or with --workers 1",
        }),
      ),
    );
  }

  ask(request: unknown, onTold: (told: unknown) => void): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) return reject(this.#end);
      this.#question = { onTold, resolve, reject };
      this.#thread.postMessage(request);
    });
  }

  async end(): Promise<void> {
    this.#question = undefined;
    await this.#thread.terminate();
  }

  #take(message: ThreadMessage): void {
    const question = this.#question;
    if (message.kind === "told") {
      question?.onTold(message.value);
      return;
    }
    this.#question = undefined;
    if (message.kind === "failure") question?.reject(errorOf(message.failure));
    else question?.resolve(message.value);
  }

  #fail(error: Error): void {
    this.#end ??= error;
    this.#question?.reject(this.#end);
    this.#question = undefined;
  }
}

/** @param megabytes of the thread's heap */
function endOf(error: Error, megabytes: number): Error {
  if ((error as NodeJS.ErrnoException).code !== "ERR_WORKER_OUT_OF_MEMORY") return error;
  return new InputError(`a worker thread does not get by with its ${megabytes} MB of memory`, {
    hint: "give all of them more, here 16 GB: NODE_OPTIONS=--max-old-space-size=16000; or take fewer: --workers 1",
    cause: error,
  });
}
