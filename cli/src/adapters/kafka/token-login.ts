import { Buffer } from "node:buffer";
import type { Mechanism } from "kafkajs";
import { ServiceError } from "../../errors.js";
import { protocolErrorType } from "./protocol-error-type.js";

export type TokenLogin = Mechanism;

/**
 * OAUTHBEARER (RFC 7628). kafkajs' own does not read the broker's answer, which names a refused token, and goes on as if it
 * was logged in: the next request then fails for no reason that anybody could see.
 * @param token asked for at each login
 */
export function tokenLogin(token: () => Promise<string>): TokenLogin {
  return {
    mechanism: "oauthbearer",
    authenticationProvider: ({ host, port, saslAuthenticate }) => ({
      authenticate: async () => {
        const refused = (lines: readonly string[]): ServiceError =>
          new ServiceError("Kafka", "Kafka refuses the token", {
            where: `${host}:${port}`,
            hint: "look whether it is for this cluster and has not expired: --kafka-token or KAFKA_TOKEN",
            lines,
          });
        const message = Buffer.from(`n,,\u0001auth=Bearer ${await token()}\u0001\u0001`);
        const refusal = await saslAuthenticate<string>({
          request: { encode: () => withSize(message) },
          response: { decode: withoutSize, parse: (text) => text.toString("utf8") },
        }).catch((error: unknown) => {
          // So a broker answers what has not the form of a token, and one with a validator of its own any that it refuses.
          throw protocolErrorType(error) === "SASL_AUTHENTICATION_FAILED" ? refused([]) : error;
        });
        if (refusal !== undefined && refusal !== "") throw refused(statusOf(refusal));
      },
    }),
  };
}

/** Kafka's form of bytes: their number in 4 bytes before them. */
function withSize(bytes: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

const withoutSize = (bytes: Buffer): Buffer => bytes.subarray(4);

/** `{"status":"invalid_token"}`: what the broker says of the token, and nothing else that it may hold. */
function statusOf(refusal: string): readonly string[] {
  try {
    const { status } = JSON.parse(refusal) as { readonly status?: unknown };
    return typeof status === "string" ? [status] : [];
  } catch {
    return [];
  }
}
