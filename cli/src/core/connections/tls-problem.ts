import { addressField, waysOf, waysTo } from "./fields.js";
import type { Leg } from "./settings.js";

export interface TlsProblem {
  /** What is said of the server: `its certificate has expired`. */
  readonly reason: string;
  readonly hint: string;
}

const untrusted = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
]);

/**
 * Why TLS failed, from the code of Node's error; undefined when the error is another one.
 * @param error of node:tls, or one of a client library that has kept `code` and message
 */
export function tlsProblem(leg: Leg, error: unknown): TlsProblem | undefined {
  const { code = "", message = "" } = error as { readonly code?: unknown; readonly message?: string };
  if (typeof code !== "string") return undefined;
  if (untrusted.has(code)) {
    return {
      reason: "its certificate comes from an authority that is not trusted here",
      hint: `name the file of the authority with ${waysTo(leg, "ca")}`,
    };
  }
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") {
    const state = code === "CERT_HAS_EXPIRED" ? "has expired" : "is not valid yet";
    return {
      reason: `its certificate ${state}`,
      hint: "give the server a new one, and look at this machine's clock",
    };
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const names = /the cert's altnames: (\S.*)$/s.exec(message)?.[1];
    return {
      reason: `its certificate is for another host${names === undefined ? "" : ` (${names})`}`,
      hint: `name the server as its certificate does, with ${waysOf(addressField[leg])}`,
    };
  }
  return alertOf(leg, code, message);
}

/** What the server says in the handshake, or says instead of one. */
function alertOf(leg: Leg, code: string, message: string): TlsProblem | undefined {
  if (!/^(ERR_SSL_|EPROTO)/.test(code)) return undefined;
  const text = `${code} ${message}`.toUpperCase().replaceAll(" ", "_");
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH|UNKNOWN_PROTOCOL|HTTP_REQUEST/.test(text)) {
    return { reason: "it does not speak TLS there", hint: "name the port that does, or leave TLS out" };
  }
  if (/ALERT.*CERTIFICATE_EXPIRED/.test(text)) {
    return {
      reason: "it says that the client's certificate has expired",
      hint: `name a new one with ${waysTo(leg, "certificate")}`,
    };
  }
  if (/ALERT.*(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE)/.test(text)) {
    return {
      reason: "it wants a certificate of the client",
      hint: `name it with ${waysTo(leg, "certificate")}, and its key with ${waysTo(leg, "key")}`,
    };
  }
  if (/ALERT.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/.test(text)) {
    return {
      reason: "it does not accept the client's certificate",
      hint: `name one that the server trusts with ${waysTo(leg, "certificate")}`,
    };
  }
  return { reason: "TLS cannot be agreed on with it", hint: "look into the server's log" };
}
