import type { AddressInfo } from "node:net";
import { type Server, createServer } from "node:tls";
import type { SecureFolder } from "./secure-folder.js";

export interface SecureServer {
  readonly port: number;
  /** Bytes that clients have sent after their handshakes. */
  readonly received: () => number;
  close(): Promise<void>;
}

/** Takes TLS connections and says nothing: enough to see whom a client trusts, and what it sends to whom. */
export async function startSecureServer(
  files: SecureFolder,
  certificate: keyof SecureFolder["servers"],
  wantsCertificate = false,
): Promise<SecureServer> {
  const { certificate: cert, key } = files.servers[certificate];
  let received = 0;
  const server: Server = createServer(
    { cert, key, ca: files.authority, requestCert: wantsCertificate, rejectUnauthorized: wantsCertificate },
    (socket) => {
      socket.on("error", () => undefined);
      socket.on("data", (data: Buffer) => {
        received += data.length;
        socket.destroy();
      });
    },
  );
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
