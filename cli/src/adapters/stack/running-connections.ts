import type { ConnectionSettings } from "../../core/connections/settings.js";
import { stackConnections } from "../../core/stack/connections.js";
import { aliveOf, readState } from "./state-file.js";

/**
 * How the stack is reached that runs under this home; undefined when none of its processes is alive. Every command asks
 * for it: it loads no client of a server.
 */
export async function runningConnections(home: string): Promise<ConnectionSettings | undefined> {
  const state = await readState(home);
  const running = (await aliveOf(home, state)).map(({ name }) => name);
  return state !== undefined && running.length > 0 ? stackConnections(state.plan, running) : undefined;
}
