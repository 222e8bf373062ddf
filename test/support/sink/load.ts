import { setTimeout } from "node:timers/promises";
import type { SinkJob } from "./job.js";

export interface Load {
  /** How many records each job was sent. */
  end(): Promise<number>;
}

/** Sends records to all jobs, as many to each, until it is ended. */
export function startLoad(jobs: readonly SinkJob[]): Load {
  const end = new AbortController();
  const load = (async () => {
    let sent = 0;
    while (!end.signal.aborted) {
      await Promise.all(jobs.map((job) => job.produce(100)));
      sent += 100;
      await setTimeout(50);
    }
    return sent;
  })();
  // Told where it is ended; until then nobody listens.
  load.catch(() => undefined);
  return {
    end() {
      end.abort();
      return load;
    },
  };
}
