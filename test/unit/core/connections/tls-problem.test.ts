import { describe, expect, it } from "vitest";
import { tlsProblem } from "#cli/core/connections/tls-problem.js";

const problem = (code: string, message = "", certificate?: string) =>
  tlsProblem("kafka", { code, message }, certificate === undefined ? {} : { certificate });

describe("why TLS failed", () => {
  it.each([
    ["CERT_HAS_EXPIRED", "", "its certificate has expired", "clock"],
    ["CERT_NOT_YET_VALID", "", "its certificate is not valid yet", "clock"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "", "not trusted here", "--kafka-ca"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "", "not trusted here", "KAFKA_CA"],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "Host: a. is not in the cert's altnames: DNS:b, DNS:c",
      "for another host (DNS:b, DNS:c)",
      "--bootstrap-servers",
    ],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "", "does not speak TLS", "port"],
    ["ECONNRESET", "disconnected before secure TLS connection was established", "does not speak TLS", "port"],
    [
      "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
      "",
      "wants a certificate of the client",
      "--kafka-certificate",
    ],
    ["ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", "", "wants a certificate of the client", "--kafka-key"],
    ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "", "wants a certificate of the client", "--kafka-key"],
    ["EPROTO", "tlsv1 alert internal error", "cannot be agreed on with it (EPROTO)", "log"],
  ])("%s %s", (code, message, reason, hint) => {
    const found = problem(code, message);
    expect(found?.reason).toContain(reason);
    expect(found?.hint).toContain(hint);
  });

  it.each([
    ["ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", "does not accept the client's certificate"],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "does not accept the client's certificate"],
    ["ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR", "does not accept the client's certificate"],
    ["ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED", "says that the client's certificate has expired"],
  ])("%s, with a certificate of the client", (code, reason) => {
    expect(problem(code, "", "client.pem")?.reason).toContain(reason);
  });

  it.each(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", ""])("not of another error: %s", (code) => {
    expect(problem(code)).toBeUndefined();
    expect(tlsProblem("kafka", new Error("another"), undefined)).toBeUndefined();
  });
});
