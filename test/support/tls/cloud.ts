import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { SecureFolder } from "./secure-folder.js";

/** Of the driver, which reads bundles with it. */
const AdmZip = createRequire(import.meta.resolve("cassandra-driver"))("adm-zip") as new () => {
  addFile(name: string, content: Buffer): void;
  toBuffer(): Buffer;
};

export interface MetadataService {
  readonly port: number;
  /** The paths of all requests so far. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** How the nodes are reached: what the service tells a client. */
export interface Nodes {
  readonly hostId: string;
  readonly datacenter: string;
  /** Of the proxy on this machine. */
  readonly proxyPort: number;
}

/**
 * The service that a secure connect bundle names. A client shows it the certificate of the bundle.
 * @param authorities who may have signed that, in PEM
 */
export async function startMetadataService(
  files: SecureFolder,
  certificate: keyof SecureFolder["servers"],
  { hostId, datacenter, proxyPort }: Nodes,
  authorities: readonly string[] = [files.authority],
): Promise<MetadataService> {
  const { certificate: cert, key } = files.servers[certificate];
  const asked: string[] = [];
  const service = createServer(
    { cert, key, ca: [...authorities], requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      asked.push(request.url ?? "");
      response.end(
        JSON.stringify({
          contact_info: {
            local_dc: datacenter,
            contact_points: [hostId],
            sni_proxy_address: `127.0.0.1:${proxyPort}`,
          },
        }),
      );
    },
  );
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  return {
    port: (service.address() as AddressInfo).port,
    asked,
    close: () =>
      new Promise((resolve) => {
        service.close(() => resolve());
        service.closeAllConnections();
      }),
  };
}

export type BundleEntries = Readonly<Record<string, string | Buffer>>;

/** A secure connect bundle for the service on that port, with other entries in place of the right ones. */
export async function secureConnectBundle(
  files: SecureFolder,
  port: number,
  changed: BundleEntries = {},
): Promise<Buffer> {
  const entries: BundleEntries = {
    "config.json": JSON.stringify({ host: "localhost", port }),
    "ca.crt": files.authority,
    cert: await readFile(files.clients.right.certificate),
    key: await readFile(files.clients.right.key),
    ...changed,
  };
  const zip = new AdmZip();
  for (const [name, content] of Object.entries(entries)) zip.addFile(name, Buffer.from(content as string));
  return zip.toBuffer();
}
