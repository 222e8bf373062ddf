import { readFile } from "node:fs/promises";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { Agent, createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { basePorts } from "#cli/core/stack/plan.js";
import { secureFolder } from "#cli/core/stack/secure-folder.js";
import type { SecureFolder } from "#test/support/tls/secure-folder.js";
import type { TokenIssuer } from "#test/support/tls/token-issuer.js";
import type { SecureStack } from "./secure-stack.js";

export interface BearerFront {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A gateway before the worker of a secure stack, as Connect itself knows no tokens: a request with a token of the issuer's
 * goes on to the worker, with the worker's own login, and any other is answered with 401.
 */
export async function startBearerFront(
  { home, offset, passwordOf }: SecureStack,
  { servers }: SecureFolder,
  issuer: TokenIssuer,
): Promise<BearerFront> {
  const agent = new Agent({ ca: await readFile(secureFolder(home).authority, "utf8") });
  const worker = {
    agent,
    host: "127.0.0.1",
    port: basePorts.connect + offset,
    auth: `cassink:${passwordOf("connect-cassink")}`,
  };
  const pass = (call: IncomingMessage, answer: ServerResponse): void => {
    const { method, url: path } = call;
    const onward = request({ ...worker, method, path }, (found) => {
      answer.writeHead(found.statusCode ?? 502, found.headers);
      found.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    call.pipe(onward);
  };
  const { certificate: cert, key } = servers.right;
  const server = createServer({ cert, key }, (call, answer) => {
    const [, token = ""] = /^Bearer (\S+)$/.exec(call.headers.authorization ?? "") ?? [];
    if (issuer.accepts(token)) return pass(call, answer);
    answer.writeHead(401, { "www-authenticate": 'Bearer error="invalid_token"' });
    answer.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
