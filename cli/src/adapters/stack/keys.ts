import { execFile } from "node:child_process";
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ServiceError } from "../../errors.js";

const execute = promisify(execFile);

interface KeyRequest {
  readonly javaHome: string;
  readonly folder: string;
  /** A file whose first line is the password of all stores with keys. */
  readonly passwordFile: string;
  /** A store `<owner>.p12` is made for each. */
  readonly owners: readonly string[];
  /** Names and addresses in the certificates, as keytool takes them: `dns:localhost`, `ip:127.0.0.1`. */
  readonly hosts: readonly string[];
}

/** A process of keytool lives half a second: it spends no time on compiling or on threads for garbage. */
const brief = ["-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-J-Xmx64m"];

/** Ten years, from yesterday: another clock may be a little behind. */
const validity = ["-startdate", "-1d", "-validity", "3650"];

/**
 * Makes an authority, and for each owner a key with a certificate that it signs, by the JDK's keytool. Afterwards the
 * authority's key is gone: nobody can sign more. Its certificate is in `authority.pem`, and in `authority.p12`, a store
 * without a password.
 * @throws ServiceError with what keytool has printed
 */
export async function makeKeys(request: KeyRequest): Promise<void> {
  const { folder, passwordFile, owners, hosts } = request;
  const at = (name: string): string => join(folder, name);
  const keytool = async (...args: readonly string[]): Promise<void> => {
    try {
      await execute(join(request.javaHome, "bin", "keytool"), [...brief, ...args, "-noprompt"]);
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
      throw new ServiceError("JDK", "keytool could not make the keys of the secure stack", {
        where: folder,
        lines: `${stdout ?? String(error)}\n${stderr ?? ""}`.trim().split("\n").slice(-10),
      });
    }
  };
  // The password is in the file, and so in no list of processes.
  const store = (name: string): readonly string[] => [
    ...["-storetype", "PKCS12", "-keystore", at(name), "-storepass:file", passwordFile],
  ];
  const keyPair = ["-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"];
  const authority = ["-alias", "authority"];
  await keytool(
    ...keyPair,
    ...authority,
    ...["-dname", "CN=Cassink local stack", "-ext", "bc:c", ...validity],
    ...store("signer.p12"),
  );
  const sign = async (owner: string): Promise<void> => {
    await copyFile(at("signer.p12"), at(`${owner}.p12`));
    await keytool(
      ...keyPair,
      ...["-alias", owner, "-dname", `CN=${owner}`, "-signer", "authority"],
      ...["-ext", `san=${hosts.join(",")}`, ...validity],
      ...store(`${owner}.p12`),
    );
    await keytool("-delete", ...authority, ...store(`${owner}.p12`));
  };
  const trust = async (): Promise<void> => {
    await keytool("-exportcert", "-rfc", ...authority, "-file", at("authority.pem"), ...store("signer.p12"));
    await keytool(
      ...["-importcert", ...authority, "-file", at("authority.pem"), ...store("authority.p12")],
      ...["-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE", "-J-Dkeystore.pkcs12.macAlgorithm=NONE"],
    );
  };
  await Promise.all([trust(), ...owners.map(sign)]);
  await rm(at("signer.p12"));
}
