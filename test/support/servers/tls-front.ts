import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Server, createServer } from "node:tls";
import { findJdk } from "#cli/adapters/stack/java-home.js";
import { type KeyRequest, makeKeys } from "#cli/adapters/stack/keys.js";

/** A server that shows a certificate and then only counts what it is sent: no login may ever come so far. */
export interface TlsFront {
  readonly port: number;
  /** The certificate of who has signed its own, in PEM. */
  readonly authority: string;
  bytesReceived(): number;
  close(): Promise<void>;
}

/** @param folder that is not there yet, for its keys */
export async function startTlsFront(
  folder: string,
  certificate: Pick<KeyRequest, "hosts" | "validity">,
): Promise<TlsFront> {
  const passwordFile = join(folder, "password");
  await mkdir(folder, { recursive: true });
  await writeFile(passwordFile, "of-the-front-6612\n");
  const { home: javaHome } = await findJdk(process.env);
  await makeKeys({ javaHome, folder, passwordFile, owners: ["front"], ...certificate });
  const pfx = await readFile(join(folder, "front.p12"));
  let received = 0;
  const server: Server = createServer({ pfx, passphrase: "of-the-front-6612" }, (socket) => {
    socket.on("data", (bytes) => (received += bytes.length));
    socket.on("error", () => undefined);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    authority: join(folder, "authority.pem"),
    bytesReceived: () => received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
