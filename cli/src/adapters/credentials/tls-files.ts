import { type KeyObject, X509Certificate, createPrivateKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { SecretSource } from "../../core/connections/secret-source.js";
import type { TlsSettings } from "../../core/connections/settings.js";
import type { Secret } from "../../core/secret.js";
import { InputError } from "../../errors.js";
import type { TlsFiles } from "../../ports/credentials.js";
import { homePath } from "./home-path.js";

interface TlsReading {
  readonly now: () => number;
  readonly secretOf: (source: SecretSource) => Promise<Secret>;
}

/**
 * Servers that refuse a certificate often close the connection without a word, so what is wrong with the client's own files
 * is said before one is opened.
 */
export async function readTlsFiles(
  { ca, certificate, key, keyPassword }: TlsSettings,
  server: string,
  { now, secretOf }: TlsReading,
): Promise<TlsFiles> {
  const authorities = ca === undefined ? undefined : await readPem(ca, `authorities of ${server}`);
  if (ca !== undefined && authorities !== undefined) certificatesOf(authorities, ca);
  if (certificate === undefined || key === undefined) {
    return authorities === undefined ? {} : { ca: authorities };
  }
  const cert = await readPem(certificate, `certificate for ${server}`);
  const keyText = await readPem(key, `key for ${server}`);
  const passphrase = keyPassword === undefined ? undefined : (await secretOf(keyPassword)).reveal();
  const [own] = certificatesOf(cert, certificate);
  checkTime(own, certificate, server, now());
  if (own?.checkPrivateKey(privateKey(keyText, key, passphrase)) !== true) {
    throw new InputError(`certificate and key for ${server} do not belong together`, {
      where: `${certificate}, ${key}`,
      hint: "name the key that the certificate was made from",
    });
  }
  return {
    ...(authorities === undefined ? {} : { ca: authorities }),
    cert,
    key: keyText,
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

async function readPem(path: string, what: string): Promise<string> {
  try {
    return await readFile(homePath(path), "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const reason = code === "ENOENT" ? "there is no such file" : code;
    throw new InputError(`the ${what} cannot be read: ${reason}`, {
      where: path,
      hint: "look at the path: cassink help connections",
    });
  }
}

function certificatesOf(pem: string, path: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {
    // Said below.
  }
  throw new InputError("the file holds no certificate in PEM", {
    where: path,
    hint: 'it begins with "-----BEGIN CERTIFICATE-----"; keytool -exportcert -rfc writes one',
  });
}

function checkTime(
  certificate: X509Certificate | undefined,
  path: string,
  server: string,
  now: number,
): void {
  if (certificate === undefined) return;
  const { validFrom, validTo } = certificate;
  const day = (text: string): string => new Date(text).toISOString();
  const problem =
    Date.parse(validTo) < now
      ? `has expired at ${day(validTo)}`
      : Date.parse(validFrom) > now
        ? `is valid from ${day(validFrom)} only`
        : undefined;
  if (problem === undefined) return;
  throw new InputError(`the certificate for ${server} ${problem}`, { where: path, hint: "get a new one" });
}

function privateKey(pem: string, path: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const isEncrypted = /ENCRYPTED/.test(pem);
    if (code === "ERR_MISSING_PASSPHRASE" || (isEncrypted && passphrase === undefined)) {
      throw new InputError("the key is encrypted, and its password is not given", {
        where: path,
        hint: "name the password with the key: cassink help connections",
      });
    }
    if (isEncrypted) throw new InputError("the password does not open the key", { where: path });
    throw new InputError("the file holds no private key in PEM", {
      where: path,
      hint: 'it begins with "-----BEGIN PRIVATE KEY-----"',
    });
  }
}
