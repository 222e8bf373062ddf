import { webcrypto } from "node:crypto";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/**
 * Certificates made in milliseconds, without a JVM for each step as keytool needs one. @peculiar/x509 is maintained, and
 * stands on the web crypto of Node.js.
 */
x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

export interface KeyPair {
  /** PEM. */
  readonly certificate: string;
  /** PEM, not encrypted. */
  readonly key: string;
}

export interface CertificateWishes {
  /** Names and addresses for which a server's certificate is; none for a client's. */
  readonly hosts?: readonly string[];
  /** It ended yesterday. */
  readonly expired?: boolean;
}

export interface Authority {
  /** PEM. */
  readonly certificate: string;
  issue(name: string, wishes?: CertificateWishes): Promise<KeyPair>;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const day = 86_400_000;
const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);

export async function newAuthority(name: string): Promise<Authority> {
  const keys = await newKeys();
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 30 * day),
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    certificate: own.toString("pem"),
    async issue(subject, { hosts = [], expired = false } = {}) {
      const subjectKeys = await newKeys();
      const end = Date.now() + (expired ? -day : 30 * day);
      const certificate = await x509.X509CertificateGenerator.create({
        subject: `CN=${subject}`,
        issuer: own.subject,
        publicKey: subjectKeys.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        notBefore: new Date(end - 60 * day),
        notAfter: new Date(end),
        extensions: hosts.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(hosts.map(nameOf))],
      });
      const key = await webcrypto.subtle.exportKey("pkcs8", subjectKeys.privateKey);
      return {
        certificate: certificate.toString("pem"),
        key: x509.PemConverter.encode(key, "PRIVATE KEY"),
      };
    },
  };
}

function nameOf(host: string): { readonly type: "ip" | "dns"; readonly value: string } {
  return { type: /^[\d.]+$/.test(host) ? "ip" : "dns", value: host };
}
