import { isStrayRejection } from "../adapters/cassandra/stray-rejection.js";

/** Any other rejection that nobody handles still ends the process. */
export function outliveStrayRejections(): void {
  process.on("unhandledRejection", (reason) => {
    if (!(reason instanceof Error && isStrayRejection(reason))) throw reason;
  });
}
