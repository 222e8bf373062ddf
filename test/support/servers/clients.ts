import { setMaxListeners } from "node:events";
import { type ClosableCassandra, createCassandra } from "#cli/adapters/cassandra/cassandra.js";
import { type Session, createSession } from "#cli/adapters/cassandra/session.js";
import { createConnectApi } from "#cli/adapters/connect/connect-api.js";
import type { Endpoints } from "#cli/core/endpoints.js";
import type { ConnectApi } from "#cli/ports/connect-api.js";
import { endpointsOf } from "./cassandra.js";

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
  const address = { contactPoints: endpoints.contactPoints, localDatacenter: endpoints.localDatacenter };
  return {
    home,
    endpoints,
    connect: createConnectApi(endpoints.connectUrl, { signal }),
    cassandra: createCassandra(address, { signal }),
    session: createSession(address, { signal }),
  };
}
