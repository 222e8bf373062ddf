import { once } from "node:events";
import { createServer } from "node:tls";
import type { KeyPair } from "#test/support/tls/authority.js";

/** A server that shows a certificate and then only counts what it is sent: no login may ever come so far. */
export interface TlsFront {
  readonly port: number;
  bytesReceived(): number;
  close(): Promise<void>;
}

export async function startTlsFront({ certificate, key }: KeyPair): Promise<TlsFront> {
  let received = 0;
  const server = createServer({ cert: certificate, key }, (socket) => {
    socket.on("data", (bytes: Buffer) => (received += bytes.length));
    socket.on("error", () => undefined);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    bytesReceived: () => received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
