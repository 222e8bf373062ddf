import { generateKeyPairSync, sign, verify } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface TokenWishes {
  /** Seconds from the time of asking; negative for one that has expired. An hour by default. */
  readonly lifetime?: number;
  /** The issuer's own by default. */
  readonly audience?: string;
}

/** Signs JSON Web Tokens (ES256), as an identity provider does, for whoever asks. */
export interface TokenIssuer {
  readonly name: string;
  readonly audience: string;
  /** Its public key, as a JSON Web Key Set. */
  readonly keys: string;
  /** A command that asks for a token of the subject `admin`, and prints it. */
  command(wishes?: TokenWishes): string;
  /** All that it has signed so far. */
  readonly tokens: readonly string[];
  /** Whether it has signed the token, for its audience, and the token has not expired. */
  accepts(token: string): boolean;
  close(): Promise<void>;
}

const name = "https://issuer.example";
const ownAudience = "cassink-tests";
const dsaEncoding = "ieee-p1363";
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const tokens: string[] = [];
  const issue = ({ lifetime = 3_600, audience: aud = ownAudience }: TokenWishes): string => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: name,
      sub: "admin",
      aud,
      iat: now + Math.min(0, lifetime - 60),
      exp: now + lifetime,
    };
    const content = `${encode({ alg: "ES256" })}.${encode(claims)}`;
    const signature = sign("sha256", Buffer.from(content), { key: privateKey, dsaEncoding });
    return `${content}.${signature.toString("base64url")}`;
  };
  const server = createServer((request, response) => {
    const wishes = decodeURIComponent(request.url?.slice(1) ?? "");
    const token = issue(JSON.parse(wishes) as TokenWishes);
    tokens.push(token);
    response.end(token);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    name,
    audience: ownAudience,
    keys: JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), alg: "ES256", use: "sig" }] }),
    command(wishes = {}) {
      const url = `http://127.0.0.1:${port}/${encodeURIComponent(JSON.stringify(wishes))}`;
      return `"${process.execPath}" -e 'fetch("${url}").then((answer) => answer.text()).then(console.log)'`;
    },
    tokens,
    accepts(token) {
      const [head = "", body = "", signature = ""] = token.split(".");
      const key = { key: publicKey, dsaEncoding } as const;
      const content = Buffer.from(`${head}.${body}`);
      if (!verify("sha256", content, key, Buffer.from(signature, "base64url"))) return false;
      const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
      return claims["aud"] === ownAudience && Number(claims["exp"]) * 1000 > Date.now();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
