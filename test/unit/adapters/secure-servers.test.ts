import { readFile } from "node:fs/promises";
import { type AddressInfo, type Server, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createCassandra } from "#cli/adapters/cassandra/cassandra.js";
import { createCredentials } from "#cli/adapters/credentials/credentials.js";
import { createKafka } from "#cli/adapters/kafka/kafka.js";
import { checkLeg } from "#cli/core/connections/check-leg.js";
import type { TlsSettings } from "#cli/core/connections/settings.js";
import { CassinkError } from "#cli/errors.js";
import { scaled } from "#test/support/scaled.js";
import { type BundleEntries, secureConnectBundle, startMetadataService } from "#test/support/tls/cloud.js";
import { type SecureFolder, makeSecureFolder } from "#test/support/tls/secure-folder.js";
import { type SecureServer, startSecureServer } from "#test/support/tls/secure-server.js";

vi.setConfig({ testTimeout: scaled(12_000) });

const { signal } = new AbortController();
const secret = "canary-of-the-servers-5514";
const credentials = createCredentials({ environment: { PASSWORD: secret }, signal });
const login = { username: "me", password: { kind: "env", name: "PASSWORD" } } as const;
let files: SecureFolder;
const servers: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  files = await makeSecureFolder();
});
afterAll(() => files.remove());
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

type Client = (address: string, tls: TlsSettings & { readonly tls?: boolean }) => Promise<unknown>;
const clients: Readonly<Record<string, Client>> = {
  Kafka: async (address, tls) => {
    const settings = { bootstrapServers: [address], sasl: "plain", ...login, ...tls } as const;
    const kafka = createKafka(() => checkLeg.kafka(settings), { credentials, signal });
    return kafka.topicNames().finally(() => kafka.close());
  },
  Cassandra: async (address, tls) => {
    const settings = { contactPoints: [address], ...login, ...tls };
    const options = { credentials, signal, greetingTimeout: 500 };
    const cassandra = createCassandra(() => checkLeg.cassandra(settings), options);
    return cassandra.cluster().finally(() => cassandra.close());
  },
};

/** The one line that says why; it comes within 10 s of a quiet machine. */
async function refusal(asked: Promise<unknown>): Promise<string> {
  const began = Date.now();
  const error: unknown = await asked.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(Date.now() - began).toBeLessThan(scaled(10_000));
  if (!(error instanceof CassinkError)) throw new Error(`it was not refused: ${String(error)}`);
  expect(error.message).not.toContain("\n");
  expect([error.message, error.where, error.hint, ...error.lines].join("\n")).not.toContain(secret);
  expect(error.hint).toBeDefined();
  return error.message;
}

async function server(...wishes: [keyof SecureFolder["servers"], boolean?]): Promise<SecureServer> {
  const started = await startSecureServer(files, ...wishes);
  servers.push(started);
  return started;
}

/** A secure connect bundle, and the service that it leads to, which names a node of one TLS server. */
async function bundle(certificate: keyof SecureFolder["servers"], wrong: BundleEntries = {}) {
  const node = await server("right", true);
  const service = await startMetadataService(files, certificate, {
    hostId: "6b7c9d1e-0000-4000-8000-000000000001",
    datacenter: "dc1",
    proxyPort: node.port,
  });
  servers.push(service);
  const path = await files.write("bundle.zip", await secureConnectBundle(files, service.port, wrong));
  return { path, asked: service.asked, node };
}

describe("a secure connect bundle", () => {
  const ask = (path: string): Promise<unknown> => {
    const settings = { bundle: path, ...login };
    const options = { credentials, signal, greetingTimeout: 500 };
    const cassandra = createCassandra(() => checkLeg.cassandra(settings), options);
    return cassandra.cluster().finally(() => cassandra.close());
  };

  it("leads to its service, and from there to a node", async () => {
    const { path, asked, node } = await bundle("right");
    await refusal(ask(path));
    expect(asked).toEqual(["/metadata"]);
    expect(node.received()).toBeGreaterThan(0);
  });

  it.each([
    ["expired", "its certificate has expired"],
    ["wrong host", "its certificate is for another host"],
    ["untrusted", "its certificate comes from an authority that is not trusted here"],
  ] as const)("is not used where the service's certificate is %s", async (certificate, reason) => {
    const { path, asked } = await bundle(certificate);
    expect(await refusal(ask(path))).toContain(reason);
    expect(asked).toEqual([]);
  });

  it.each([
    [
      "its certificate is another's",
      async () => ({
        cert: await readFile(files.clients.wrong.certificate, "utf8"),
        key: await readFile(files.clients.wrong.key, "utf8"),
      }),
    ],
    ["its configuration names no service", () => ({ "config.json": "{}" })],
    ["its configuration is no JSON", () => ({ "config.json": "{" })],
  ] as const)("is not used when %s", async (_, wrong) => {
    const { path, asked } = await bundle("right", await wrong());
    await refusal(ask(path));
    expect(asked).toEqual([]);
  });

  it("is said to have expired when its certificate of the client has", async () => {
    const { certificate, key } = files.clients.expired;
    const client = { cert: await readFile(certificate), key: await readFile(key) };
    const { path, asked } = await bundle("right", client);
    expect(await refusal(ask(path))).toContain("the bundle's certificate has expired at 20");
    expect(asked).toEqual([]);
  });

  it("is named when it is missing or is none", async () => {
    expect(await refusal(ask("/no/such/bundle.zip"))).toContain("the secure connect bundle cannot be used");
    expect(await refusal(ask(await files.write("none.zip", "no zip")))).toContain(
      "the secure connect bundle cannot be used",
    );
  });
});

describe.each(Object.entries(clients))("%s", (name, ask) => {
  it.each([
    ["expired", "its certificate has expired"],
    ["wrong host", "its certificate is for another host"],
    ["untrusted", "its certificate comes from an authority that is not trusted here"],
  ] as const)("is sent nothing when the server's certificate is %s", async (certificate, reason) => {
    const { port, received } = await server(certificate);
    expect(await refusal(ask(`127.0.0.1:${port}`, { ca: files.ca }))).toMatch(
      new RegExp(`^no connection to ${name}.*: ${reason}`),
    );
    expect(received()).toBe(0);
  });

  it("is sent nothing when its authority is private and not named", async () => {
    const { port, received } = await server("right");
    expect(await refusal(ask(`127.0.0.1:${port}`, { tls: true }))).toContain("not trusted here");
    expect(received()).toBe(0);
  });

  it("is sent something when its certificate is right, by address and by name", async () => {
    for (const host of ["127.0.0.1", "localhost"]) {
      const { port, received } = await server("right");
      await refusal(ask(`${host}:${port}`, { ca: files.ca }));
      expect(received()).toBeGreaterThan(0);
    }
  });

  it("is sent something when the client's certificate is right", async () => {
    const { port, received } = await server("right", true);
    await refusal(ask(`127.0.0.1:${port}`, { ca: files.ca, ...files.clients.right }));
    expect(received()).toBeGreaterThan(0);
  });

  it("refuses a certificate of the client that another authority has signed", async () => {
    const { port, received } = await server("right", true);
    expect(await refusal(ask(`127.0.0.1:${port}`, { ca: files.ca, ...files.clients.wrong }))).toMatch(
      /does not accept the client's certificate|closes the connection/,
    );
    expect(received()).toBe(0);
  });

  it("is not asked with a certificate of the client that has expired", async () => {
    const { port, received } = await server("right", true);
    expect(await refusal(ask(`127.0.0.1:${port}`, { ca: files.ca, ...files.clients.expired }))).toMatch(
      new RegExp(`^the certificate for ${name} has expired at `),
    );
    expect(received()).toBe(0);
  });

  it("wants a certificate of the client that is missing", async () => {
    const { port, received } = await server("right", true);
    expect(await refusal(ask(`127.0.0.1:${port}`, { ca: files.ca }))).toMatch(
      /wants a certificate of the client/,
    );
    expect(received()).toBe(0);
  });

  it("that speaks no TLS is named", async () => {
    const plain: Server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.end("I speak no TLS"));
    });
    await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
    servers.push({ close: () => new Promise((resolve) => void plain.close(() => resolve())) });
    const { port } = plain.address() as AddressInfo;
    expect(await refusal(ask(`127.0.0.1:${port}`, { ca: files.ca }))).toContain(
      "it does not speak TLS there",
    );
  });

  it("without TLS, where it speaks nothing else, is named", async () => {
    const { port } = await server("right");
    expect(await refusal(ask(`127.0.0.1:${port}`, {}))).toMatch(/does not answer|closes the connection/);
  });

  it("is not asked when the password cannot be found", async () => {
    const { port, received } = await server("right");
    const without = createCredentials({ environment: {}, signal });
    const settings = { tls: true, ca: files.ca, ...login };
    const kafka = createKafka(
      () => checkLeg.kafka({ ...settings, sasl: "plain", bootstrapServers: [`127.0.0.1:${port}`] }),
      { credentials: without, signal },
    );
    const cassandra = createCassandra(
      () => checkLeg.cassandra({ ...settings, contactPoints: [`127.0.0.1:${port}`] }),
      { credentials: without, signal },
    );
    const asked = name === "Kafka" ? kafka.topicNames() : cassandra.cluster();
    expect(await refusal(asked)).toBe(
      `the password for ${name} is missing: the environment variable PASSWORD is not set`,
    );
    expect(received()).toBe(0);
    await Promise.all([kafka.close(), cassandra.close()]);
  });
});
