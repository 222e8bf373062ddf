import type { AddressInfo } from "node:net";
import { type Server as PlainServer, createServer as createPlainServer } from "node:http";
import { type Server, createServer } from "node:https";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createConnectApi } from "#cli/adapters/connect/connect-api.js";
import { createCredentials } from "#cli/adapters/credentials/credentials.js";
import { checkLeg } from "#cli/core/connections/check-leg.js";
import type { ConnectSettings } from "#cli/core/connections/settings.js";
import type { PluginInfo } from "#cli/core/connect/status.js";
import { CassinkError } from "#cli/errors.js";
import { type SecureFolder, makeSecureFolder } from "#test/support/tls/secure-folder.js";
import { closedPort } from "#test/support/servers/ports.js";

const { signal } = new AbortController();
const environment: Record<string, string> = {
  PASSWORD: "right-password-3391",
  WRONG_PASSWORD: "wrong-password-3391",
  TOKEN: "right-token-3391",
  WRONG_TOKEN: "wrong-token-3391",
  EXPIRED_TOKEN: `e30.${Buffer.from(JSON.stringify({ exp: 1_700_000_000 })).toString("base64url")}.c2ln`,
};
const basic = `Basic ${Buffer.from("me:right-password-3391").toString("base64")}`;
const credentials = createCredentials({ environment, signal });
const env = (name: string) => ({ kind: "env", name }) as const;

let files: SecureFolder;
const servers: (Server | PlainServer)[] = [];
/** What reached a server. */
const seen: { readonly path: string; readonly authorization: string | undefined }[] = [];

beforeAll(async () => {
  files = await makeSecureFolder();
});
afterAll(() => files.remove());
afterEach(async () => {
  seen.length = 0;
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface WorkerWishes {
  readonly certificate?: keyof SecureFolder["servers"];
  readonly wantsCertificate?: boolean;
  /** The only Authorization that it takes. */
  readonly takes?: string;
  readonly plain?: boolean;
  /** Refuses everything, and repeats the login. */
  readonly echoes?: boolean;
}

/** A worker without plugins on a free port. */
async function worker(wishes: WorkerWishes = {}): Promise<string> {
  const { certificate = "right", wantsCertificate = false, takes, plain = false, echoes = false } = wishes;
  const { certificate: cert, key } = files.servers[certificate];
  const answer: Parameters<typeof createServer>[1] = (request, response) => {
    const { authorization } = request.headers;
    seen.push({ path: request.url ?? "", authorization });
    if (echoes) {
      const decoded = Buffer.from(authorization?.split(" ")[1] ?? "", "base64").toString();
      response.writeHead(500, { "content-type": "application/json" });
      response.end(
        JSON.stringify({ error_code: 500, message: `bad header ${authorization ?? ""}: ${decoded}` }),
      );
      return;
    }
    const isTaken = takes === undefined || authorization === takes;
    response.writeHead(isTaken ? 200 : 401, { "content-type": "application/json" });
    response.end(isTaken ? "[]" : JSON.stringify({ error_code: 401, message: "who are you" }));
  };
  const server = plain
    ? createPlainServer(answer)
    : createServer(
        {
          cert,
          key,
          ca: files.authority,
          requestCert: wantsCertificate,
          rejectUnauthorized: wantsCertificate,
        },
        answer,
      );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `${plain ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The plugins, or the error, which comes within 10 s. */
async function ask(settings: ConnectSettings): Promise<readonly PluginInfo[] | CassinkError> {
  const began = Date.now();
  try {
    const connect = createConnectApi(() => checkLeg.connect(settings), { credentials, signal });
    return await connect.plugins();
  } catch (error) {
    if (error instanceof CassinkError) return error;
    throw error;
  } finally {
    expect(Date.now() - began).toBeLessThan(10_000);
  }
}

async function refusal(settings: ConnectSettings): Promise<string> {
  const answer = await ask(settings);
  if (!(answer instanceof CassinkError)) throw new Error("it was not refused");
  const text = [answer.message, answer.where, answer.hint, ...answer.lines].join("\n");
  for (const secret of Object.values(environment)) expect(text).not.toContain(secret);
  expect(answer.message).not.toContain("\n");
  expect(answer.hint).toBeDefined();
  return answer.message;
}

describe("a worker that repeats a login in its error", () => {
  it.each<readonly [string, Partial<ConnectSettings>]>([
    ["Basic ********", { username: "me", password: env("PASSWORD") }],
    ["Bearer ********", { token: env("TOKEN") }],
  ])("has it masked: %s", async (shown, login) => {
    const urls = [await worker({ plain: true, echoes: true })];
    const message = await refusal({ urls, ...login });
    expect(message).toContain(shown);
    expect(message).not.toContain(basic.slice("Basic ".length));
  });
});

describe("a worker behind TLS", () => {
  it("answers whoever trusts its authority", async () => {
    expect(await ask({ urls: [await worker()], ca: files.ca })).toEqual([]);
  });

  it.each([
    ["expired", /its certificate has expired/],
    ["wrong host", /its certificate is for another host/],
    ["untrusted", /its certificate comes from an authority that is not trusted here/],
  ] as const)("is not asked when its certificate is %s", async (certificate, message) => {
    const urls = [await worker({ certificate, takes: basic })];
    const login = { username: "me", password: env("PASSWORD") };
    expect(await refusal({ urls, ca: files.ca, ...login })).toMatch(message);
    expect(seen).toEqual([]);
  });

  it("is not asked when no authority is named for its private one", async () => {
    expect(await refusal({ urls: [await worker()] })).toMatch(/not trusted here/);
  });

  it("is not asked by TLS where it speaks none", async () => {
    const url = await worker({ plain: true });
    const urls = [url.replace("http:", "https:")];
    expect(await refusal({ urls, ca: files.ca })).toMatch(/it does not speak TLS there/);
  });

  it("says so when it is asked without TLS", async () => {
    const urls = [(await worker()).replace("https:", "http:")];
    expect(await refusal({ urls })).toMatch(/does not answer/);
  });

  it("is verified although the environment turns that off for Node.js", async () => {
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      expect(await refusal({ urls: [await worker({ certificate: "untrusted" })], ca: files.ca })).toMatch(
        /not trusted here/,
      );
    } finally {
      delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    }
  });
});

describe("a certificate of the client", () => {
  const withClient = async (client: Partial<ConnectSettings>) => ({
    urls: [await worker({ wantsCertificate: true })],
    ca: files.ca,
    ...client,
  });

  it("opens the worker when it is right", async () => {
    expect(await ask(await withClient(files.clients.right))).toEqual([]);
  });

  it("is refused when another authority has signed it", async () => {
    expect(await refusal(await withClient(files.clients.wrong))).toMatch(
      /does not accept the client's certificate|closed before an answer/,
    );
    expect(seen).toEqual([]);
  });

  it("is not sent when it has expired", async () => {
    const message = await refusal(await withClient(files.clients.expired));
    expect(message).toMatch(/the certificate for Kafka Connect has expired at 20/);
  });

  it("is asked for when it is missing", async () => {
    expect(await refusal(await withClient({}))).toMatch(/wants a certificate|closed before an answer/);
    expect(seen).toEqual([]);
  });

  it("is not sent with the key of another", async () => {
    const mixed = { certificate: files.clients.right.certificate, key: files.clients.wrong.key };
    expect(await refusal(await withClient(mixed))).toMatch(/do not belong together/);
  });

  it("is not sent when a file is missing or holds no PEM", async () => {
    expect(await refusal(await withClient({ ...files.clients.right, key: "/no/such/key" }))).toMatch(
      /the key for Kafka Connect cannot be read: there is no such file/,
    );
    const text = await files.write("text", "no PEM");
    expect(await refusal(await withClient({ ...files.clients.right, certificate: text }))).toMatch(
      /holds no certificate in PEM/,
    );
    expect(await refusal(await withClient({ ...files.clients.right, key: text }))).toMatch(
      /holds no private key in PEM/,
    );
  });
});

describe("a login", () => {
  const bearer = "Bearer right-token-3391";
  it.each([
    ["basic", basic, { username: "me", password: env("PASSWORD") }],
    ["bearer", bearer, { token: env("TOKEN") }],
  ])("by %s is sent when it is right", async (_, takes, login) => {
    expect(await ask({ urls: [await worker({ takes })], ca: files.ca, ...login })).toEqual([]);
  });

  it.each([
    ["basic, wrong", basic, { username: "me", password: env("WRONG_PASSWORD") }],
    ["basic, missing", basic, {}],
    ["bearer, wrong", bearer, { token: env("WRONG_TOKEN") }],
    ["bearer, missing", bearer, {}],
    ["bearer, where basic is wanted", basic, { token: env("TOKEN") }],
  ])("%s: the worker refuses it", async (_, takes, login) => {
    const message = await refusal({ urls: [await worker({ takes })], ca: files.ca, ...login });
    expect(message).toBe("Kafka Connect wants a right login (HTTP 401): who are you");
  });

  it("by a token that has expired is not sent", async () => {
    const urls = [await worker({ takes: bearer })];
    expect(await refusal({ urls, ca: files.ca, token: env("EXPIRED_TOKEN") })).toBe(
      "the token for Kafka Connect has expired at 2023-11-14T22:13:20.000Z",
    );
    expect(seen).toEqual([]);
  });

  it("whose secret cannot be found is not sent", async () => {
    const urls = [await worker()];
    expect(await refusal({ urls, ca: files.ca, token: env("NO_SUCH_VARIABLE") })).toBe(
      "the token for Kafka Connect is missing: the environment variable NO_SUCH_VARIABLE is not set",
    );
    expect(seen).toEqual([]);
  });

  it("does not follow the worker elsewhere", async () => {
    const other = await worker({ plain: true });
    const server = createPlainServer((_, response) => response.writeHead(307, { location: other }).end());
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const urls = [`http://127.0.0.1:${(server.address() as AddressInfo).port}`];
    const login = { username: "me", password: env("PASSWORD") };
    expect(await refusal({ urls, ...login })).toMatch(/answers with HTTP 307/);
    expect(seen).toEqual([]);
  });
});

describe("several workers", () => {
  it("are asked in turn until one can be reached, which is asked first from then on", async () => {
    const [down, up] = [`https://127.0.0.1:${await closedPort()}`, await worker()];
    const settings = { urls: [down, up], ca: files.ca };
    const connect = createConnectApi(() => checkLeg.connect(settings), { credentials, signal });
    expect(await connect.plugins()).toEqual([]);
    expect(connect.url).toBe(up);
    expect(await connect.plugins()).toEqual([]);
    expect(seen).toHaveLength(2);
  });

  it("are asked in turn by requests side by side, too", async () => {
    const [down, up] = [`https://127.0.0.1:${await closedPort()}`, await worker()];
    const settings = { urls: [down, up], ca: files.ca };
    const connect = createConnectApi(() => checkLeg.connect(settings), { credentials, signal });
    expect(await Promise.all([connect.plugins(), connect.plugins(), connect.plugins()])).toEqual([
      [],
      [],
      [],
    ]);
    expect(connect.url).toBe(up);
  });

  it("are all named when none can be reached", async () => {
    const urls = [`http://127.0.0.1:${await closedPort()}`, `http://127.0.0.1:${await closedPort()}`];
    expect(await refusal({ urls })).toBe(
      `Kafka Connect does not answer on ${urls.join(", ")}: nothing listens there`,
    );
  });

  it("are not a way around one whose certificate is wrong", async () => {
    const urls = [await worker({ certificate: "untrusted" }), await worker()];
    expect(await refusal({ urls, ca: files.ca })).toMatch(/not trusted here/);
    expect(seen).toEqual([]);
  });

  it("are not given what the first may have carried out", async () => {
    const broken = createPlainServer((request) => request.socket.destroy());
    servers.push(broken);
    await new Promise<void>((resolve) => broken.listen(0, "127.0.0.1", resolve));
    const urls = [
      `http://127.0.0.1:${(broken.address() as AddressInfo).port}`,
      await worker({ plain: true }),
    ];
    const connect = createConnectApi(() => checkLeg.connect({ urls }), { credentials, signal });
    await expect(connect.delete("sales")).rejects.toThrow("closed before an answer came");
    expect(seen).toEqual([]);
    expect(await connect.plugins()).toEqual([]);
  });
});
