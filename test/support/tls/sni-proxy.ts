import type { AddressInfo } from "node:net";
import { type ConnectionOptions, type TLSSocket, connect, createServer } from "node:tls";
import type { SecureFolder } from "./secure-folder.js";

export interface SniProxy {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The proxy before the nodes of a cloud database: a client shows it the certificate of its bundle, and says by SNI which
 * node it wants.
 * @param nodes where each node listens, by its host id
 * @param authorities who may have signed the client's certificate, in PEM
 */
export async function startSniProxy(
  { servers }: SecureFolder,
  nodes: ReadonlyMap<string, ConnectionOptions>,
  authorities: readonly string[],
): Promise<SniProxy> {
  const { certificate: cert, key } = servers.right;
  const open = new Set<TLSSocket>();
  const server = createServer(
    { cert, key, ca: [...authorities], requestCert: true, rejectUnauthorized: true },
    (client) => {
      const place = nodes.get(String(client.servername));
      if (place === undefined) {
        client.destroy();
        return;
      }
      const node = connect(place);
      for (const [one, other] of [
        [client, node],
        [node, client],
      ] as const) {
        open.add(one);
        one.on("error", () => undefined);
        one.once("close", () => {
          open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    },
  );
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
