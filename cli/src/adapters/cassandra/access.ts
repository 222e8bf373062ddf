import { checkServerIdentity } from "node:tls";
import { type ClientOptions, auth } from "cassandra-driver";
import type { CassandraConnection } from "../../core/connections/connection.js";
import type { Credentials } from "../../ports/credentials.js";

type Access = Pick<ClientOptions, "contactPoints" | "cloud" | "sslOptions" | "authProvider">;

/**
 * What the driver needs to reach the nodes, with the secrets looked up.
 * @throws CassinkError for a secret or a file that is missing: nothing has been sent then
 */
export async function clientAccess(
  { contactPoints, bundle, tls, login }: CassandraConnection,
  credentials: Credentials,
): Promise<Access> {
  return {
    ...(bundle === undefined
      ? { contactPoints: [...contactPoints] }
      : { cloud: { secureConnectBundle: bundle } }),
    ...(tls === undefined
      ? {}
      : {
          sslOptions: {
            ...(await credentials.tls(tls, "Cassandra")),
            // The driver's default is to take any certificate.
            rejectUnauthorized: true,
            checkServerIdentity: identityAmong(contactPoints),
          },
        }),
    ...(login === undefined
      ? {}
      : {
          authProvider: new auth.PlainTextAuthProvider(
            login.username,
            (await credentials.secret(login.password, "password for Cassandra")).reveal(),
          ),
        }),
  };
}

/**
 * The driver connects to IP addresses alone: it looks names up itself, and nodes name each other so. A certificate is right
 * that is for the address, or for one of the names that the user has given for nodes of this cluster.
 */
function identityAmong(contactPoints: readonly string[]): typeof checkServerIdentity {
  const names = contactPoints.map((point) => hostAndPort(point).host);
  return (address, certificate) => {
    const problem = checkServerIdentity(address, certificate);
    const isNamed = names.some((name) => checkServerIdentity(name, certificate) === undefined);
    return isNamed ? undefined : problem;
  };
}

/** 9042 where the contact point names no port, as the driver has it. */
export function hostAndPort(contactPoint: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain = contactPoint, port = "9042"] =
    /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(contactPoint) ?? [];
  return { host: bracketed ?? plain, port: Number(port) };
}
