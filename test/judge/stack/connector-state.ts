import { waitFor, workerLog } from "#test/support/wait-for.js";
import type { Servers } from "./servers.js";

/** Milliseconds for a worker to do what it was told. */
const deadline = 60_000;

/** Waits until the connector and each of its tasks say so; a connector that is stopped has no tasks. */
export async function awaitState(
  { connect, home }: Servers,
  name: string,
  state: "RUNNING" | "PAUSED" | "STOPPED",
): Promise<void> {
  const wait = { what: `${name} to be ${state}`, deadline, every: 100, log: workerLog(home) };
  await waitFor(wait, async (seen) => {
    const status = await connect.status(name);
    seen(status);
    const tasks = status?.tasks ?? [];
    const isSo = status?.connector.state === state && tasks.every((task) => task.state === state);
    return isSo && (state === "STOPPED" || tasks.length > 0) ? true : undefined;
  });
}

/** Waits until a task has failed. */
export async function awaitFailure({ connect, home }: Servers, name: string): Promise<void> {
  const wait = { what: `${name} to fail`, deadline, every: 100, log: workerLog(home) };
  await waitFor(wait, async (seen) => {
    const status = await connect.status(name);
    seen(status);
    return status?.tasks.some((task) => task.state === "FAILED") === true ? true : undefined;
  });
}

/** Connect answers 409 while it rebalances. */
export async function tell(
  { endpoints, home }: Servers,
  name: string,
  verb: "pause" | "resume" | "stop",
): Promise<void> {
  const url = `${endpoints.connectUrl}/connectors/${name}/${verb}`;
  await waitFor({ what: `PUT ${url}`, deadline, every: 100, log: workerLog(home) }, async (seen) => {
    const answer = await fetch(url, { method: "PUT" });
    await answer.arrayBuffer();
    seen(answer.status);
    return answer.ok ? true : undefined;
  });
}
