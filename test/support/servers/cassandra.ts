import { type ClosableCassandra, createCassandra } from "#cli/adapters/cassandra/cassandra.js";
import { createStack } from "#cli/adapters/stack/create-stack.js";
import { type Endpoints, resolveEndpoints } from "#cli/core/endpoints.js";
import { projectFolder } from "#test/support/cli.js";

/** Where the servers of the stack under `home` listen. */
export async function endpointsOf(home: string): Promise<Endpoints> {
  const running = await createStack({ home, projectFolder, environment: {} }).runningEndpoints();
  if (running === undefined) throw new Error(`no stack runs under ${home}`);
  return resolveEndpoints(running);
}

export async function cassandraOf(home: string): Promise<ClosableCassandra> {
  const { contactPoints, localDatacenter } = await endpointsOf(home);
  return createCassandra({ contactPoints, localDatacenter }, { signal: new AbortController().signal });
}
