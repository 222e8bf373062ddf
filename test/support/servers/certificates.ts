import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export const storePassword = "of-the-stores-7361";

/** Certificates of a node and its clients, and the stores that hold and trust them. */
export interface Certificates {
  /** For localhost, and for no address. */
  readonly node: string;
  /** What the node trusts: who signs the clients. */
  readonly clients: string;
  /** What a client trusts: the node. */
  readonly authorities: string;
  /** Trusts somebody else. */
  readonly otherAuthorities: string;
  readonly client: string;
  /** Was valid until yesterday. */
  readonly expiredClient: string;
  /** Certificate and key of the client in PEM. */
  readonly clientChain: string;
  readonly clientKey: string;
}

/** Made by the JDK's keytool in the folder. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const at = (name: string): string => join(folder, name);
  const keytool = (...args: readonly string[]): Promise<unknown> =>
    run("keytool", [...args, "-storepass", storePassword, "-noprompt"]);
  const keyPair = async (name: string, ...more: readonly string[]): Promise<string> => {
    const store = at(`${name}.p12`);
    await keytool(
      ...["-genkeypair", "-alias", name, "-dname", `CN=${name}`, "-keyalg", "EC"],
      ...["-storetype", "PKCS12", "-keystore", store, ...more],
    );
    await keytool("-exportcert", "-rfc", "-alias", name, "-keystore", store, "-file", at(`${name}.pem`));
    return store;
  };
  const trusting = async (store: string, ...names: readonly string[]): Promise<string> => {
    for (const name of names) {
      await keytool("-importcert", "-alias", name, "-file", at(`${name}.pem`), "-keystore", at(store));
    }
    return at(store);
  };
  const node = await keyPair("node", "-ext", "san=dns:localhost");
  const authority = await keyPair("authority", "-ext", "bc:c");
  /** A key pair whose certificate the authority has signed. */
  const signed = async (name: string, ...validity: readonly string[]): Promise<string> => {
    const store = await keyPair(name);
    const request = at(`${name}.csr`);
    await keytool("-certreq", "-alias", name, "-keystore", store, "-file", request);
    await keytool(
      ...["-gencert", "-rfc", "-alias", "authority", "-keystore", authority, ...validity],
      ...["-infile", request, "-outfile", at(`${name}.pem`)],
    );
    for (const one of ["authority", name]) {
      await keytool("-importcert", "-alias", one, "-keystore", store, "-file", at(`${one}.pem`));
    }
    return store;
  };
  const client = await signed("client");
  const expiredClient = await signed("expired", "-startdate", "-3d", "-validity", "2");
  await keyPair("stranger");
  const exporter = fileURLToPath(new URL("ExportKey.java", import.meta.url));
  const key = await run("java", [exporter, client, storePassword, "client"]);
  await writeFile(at("client-key.pem"), key.stdout);
  return {
    node,
    client,
    expiredClient,
    clients: await trusting("clients.p12", "authority"),
    authorities: await trusting("authorities.p12", "node"),
    otherAuthorities: await trusting("others.p12", "stranger"),
    clientChain: await readFile(at("client.pem"), "utf8"),
    clientKey: key.stdout,
  };
}
