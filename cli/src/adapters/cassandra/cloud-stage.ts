import { X509Certificate } from "node:crypto";
import type { ConnectionOptions } from "node:tls";
import type { Client } from "cassandra-driver";
import { hostAndPort } from "./access.js";
import { innerErrors } from "./inner-errors.js";

/** A server to which a secure connect bundle leads, and how it is reached. */
export interface CloudStage {
  readonly host: string;
  readonly port: number;
  readonly tls: ConnectionOptions;
}

/** What the driver adds to its options on the way; its types do not tell. */
interface AddedOptions {
  /** The bundle's certificates. */
  readonly sslOptions?: ConnectionOptions;
  /** What the service has told: the proxy's address, and the nodes' host ids. */
  readonly sni?: { readonly address: string };
  readonly contactPoints?: readonly string[];
}

/**
 * Where the way of a secure connect bundle has ended: at the service that the bundle names, or at the proxy that the service
 * has told of; undefined when it is the bundle itself that is of no use.
 * @param error with which the client could not connect
 */
export function cloudStage(client: Client, error: unknown): CloudStage | undefined {
  const { options } = client as unknown as { readonly options: AddedOptions };
  const { sslOptions: tls = {}, sni, contactPoints = [] } = options;
  if (sni !== undefined) {
    const [servername] = contactPoints;
    return {
      ...hostAndPort(sni.address),
      tls: { ...tls, ...(servername === undefined ? {} : { servername }) },
    };
  }
  const [service] = Object.keys(innerErrors(error));
  const [, address] = /^(.+:\d+)\/metadata$/.exec(service ?? "") ?? [];
  return address === undefined ? undefined : { ...hostAndPort(address), tls };
}

/**
 * When the bundle's certificate of the client has ended, if it has. Said because servers mostly close the connection to a
 * client with such a one without a word.
 */
export function expiredAt({ tls }: CloudStage, now = Date.now()): Date | undefined {
  try {
    const end = new Date(new X509Certificate(tls.cert as Buffer).validTo);
    return end.getTime() < now ? end : undefined;
  } catch {
    return undefined;
  }
}
