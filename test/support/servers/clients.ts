import { setMaxListeners } from "node:events";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import type { Session } from "#cli/adapters/cassandra/session.js";
import type { ConnectApi } from "#cli/ports/connect-api.js";
import { type Endpoints, endpointsOf } from "./cassandra.js";
import { cassandraAt, connectAt, sessionAt } from "./plain.js";

/** The program's own clients of the stack under a home. */
export interface Clients {
  readonly home: string;
  readonly endpoints: Endpoints;
  readonly connect: ConnectApi;
  readonly cassandra: ClosableCassandra;
  readonly session: Session;
}

/** Calls may be as many at once as a test likes; the caller closes `cassandra` and `session`. */
export async function openClients(home: string): Promise<Clients> {
  const endpoints = await endpointsOf(home);
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return {
    home,
    endpoints,
    connect: connectAt(endpoints.connectUrl, { signal }),
    cassandra: cassandraAt(endpoints, { signal }),
    session: sessionAt(endpoints, { signal }),
  };
}
