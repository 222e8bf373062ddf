import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeyPair, newAuthority } from "./authority.js";

/** Certificates for every way in which one can be right or wrong; those of clients as files. */
export interface SecureFolder {
  readonly folder: string;
  /** Of servers on 127.0.0.1 and localhost. `untrusted` is signed by an authority that nobody trusts. */
  readonly servers: Readonly<Record<"right" | "expired" | "wrong host" | "untrusted", KeyPair>>;
  /** PEM: the authority that servers trust, and that signs `servers`. */
  readonly authority: string;
  /** Paths. */
  readonly ca: string;
  readonly clients: Readonly<Record<"right" | "wrong" | "expired", ClientFiles>>;
  /** Gives the file's path. */
  write(name: string, content: string | Buffer): Promise<string>;
  remove(): Promise<void>;
}

export interface ClientFiles {
  readonly certificate: string;
  readonly key: string;
}

export async function makeSecureFolder(): Promise<SecureFolder> {
  const folder = await mkdtemp(join(tmpdir(), "cassink-secure-"));
  const write = async (name: string, content: string | Buffer): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, content, { mode: 0o600 });
    return file;
  };
  const files = async (name: string, { certificate, key }: KeyPair): Promise<ClientFiles> => ({
    certificate: await write(`${name}.pem`, certificate),
    key: await write(`${name}-key.pem`, key),
  });
  const [known, unknown] = await Promise.all([newAuthority("known"), newAuthority("unknown")]);
  const here = { hosts: ["127.0.0.1", "localhost"] };
  return {
    folder,
    servers: {
      // The driver of Cassandra wants the name of a bundle's proxy among the names, not the addresses.
      right: await known.issue("127.0.0.1", here),
      expired: await known.issue("server", { ...here, expired: true }),
      "wrong host": await known.issue("server", { hosts: ["elsewhere.example"] }),
      untrusted: await unknown.issue("server", here),
    },
    authority: known.certificate,
    ca: await write("ca.pem", known.certificate),
    clients: {
      right: await files("right", await known.issue("client")),
      wrong: await files("wrong", await unknown.issue("client")),
      expired: await files("expired", await known.issue("client", { expired: true })),
    },
    write,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
