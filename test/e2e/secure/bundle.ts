import { execFile } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client, auth } from "cassandra-driver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { basePorts } from "#cli/core/stack/plan.js";
import { secureFolder } from "#cli/core/stack/secure-folder.js";
import type { CliRun } from "#test/support/cli.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";
import { scaled } from "#test/support/scaled.js";
import { closedPort } from "#test/support/servers/ports.js";
import { changedLeg, secureLegs, writeContexts } from "#test/support/servers/secure-contexts.js";
import { type SecureStack, secretFile } from "#test/support/servers/secure-stack.js";
import {
  type BundleEntries,
  type MetadataService,
  secureConnectBundle,
  startMetadataService,
} from "#test/support/tls/cloud.js";
import { type ClientFiles, type SecureFolder, makeSecureFolder } from "#test/support/tls/secure-folder.js";
import { type SniProxy, startSniProxy } from "#test/support/tls/sni-proxy.js";

/** Milliseconds, on a quiet machine, from the call of the program to its end. */
const deadline = 10_000;
const wrongPassword = "a-wrong-one-5512";
const storePassword = "of-the-bundle-4402";

interface Case {
  readonly kind: string;
  /** Of the context's leg; undefined leaves a setting out. */
  readonly change: () => Promise<Readonly<Record<string, unknown>>>;
  /** The first line of what is said. */
  readonly says: RegExp;
}

/** The node of a secure stack as a cloud database has its nodes: behind a service and a proxy, which a bundle names. */
export function bundleTests(stackOf: () => SecureStack): void {
  describe.concurrent("a secure connect bundle", () => {
    let stack: SecureStack;
    let certificates: SecureFolder;
    let proxy: SniProxy;
    let service: MetadataService;
    let withoutProxy: MetadataService;
    let right: string;

    const writeBundle = async (port: number, changed: BundleEntries = {}): Promise<string> => {
      const content = await secureConnectBundle(certificates, port, changed);
      return certificates.write(`bundle-${Math.random().toString(36).slice(2)}.zip`, content);
    };
    const clientOf = async ({ certificate, key }: ClientFiles): Promise<BundleEntries> => ({
      cert: await readFile(certificate),
      key: await readFile(key),
    });

    beforeAll(async () => {
      stack = stackOf();
      certificates = await makeSecureFolder();
      const files = secureFolder(stack.home);
      const ofStack = await readFile(files.authority, "utf8");
      const authorities = [certificates.authority, ofStack];
      const hostId = await hostIdOf(stack, ofStack);
      const node = { host: "127.0.0.1", port: basePorts.cql + stack.offset, ca: ofStack };
      proxy = await startSniProxy(certificates, new Map([[hostId, node]]), authorities);
      const told = { hostId, datacenter: "datacenter1" };
      service = await startMetadataService(
        certificates,
        "right",
        { ...told, proxyPort: proxy.port },
        authorities,
      );
      withoutProxy = await startMetadataService(certificates, "right", {
        ...told,
        proxyPort: await closedPort(),
      });
      right = await writeBundle(service.port, await storesOf(stack, certificates, service.port));
    });

    afterAll(async () => {
      await Promise.all([service, withoutProxy, proxy].map((server) => server.close()));
      await certificates.remove();
    });

    async function run(args: readonly string[], change: Readonly<Record<string, unknown>>): Promise<CliRun> {
      const configFolder = await mkdtemp(join(stack.folder, "config-"));
      const { kafka, connect, cassandra } = secureLegs(stack);
      const { username, password } = cassandra;
      const cloud = changedLeg({ bundle: right, username, password }, change);
      await writeContexts({ configFolder }, { cloud: { kafka, connect, cassandra: cloud } });
      return stack.run([...args, "--context", "cloud"], {
        elsewhere: true,
        env: { CASSINK_CONFIG_HOME: configFolder },
      });
    }

    const cases: readonly Case[] = [
      {
        kind: "a wrong password",
        change: async () => ({
          password: `file:${await secretFile(stack, "wrong-bundle-password", wrongPassword)}`,
        }),
        says: /^error: Cassandra on \S+\.zip refuses the user or the password$/,
      },
      {
        kind: "no login",
        change: () => Promise.resolve({ username: undefined, password: undefined }),
        says: /^error: Cassandra on \S+\.zip wants a user and a password$/,
      },
      {
        kind: "a certificate of the client that has expired",
        change: async () => ({
          bundle: await writeBundle(service.port, await clientOf(certificates.clients.expired)),
        }),
        says: /^error: no connection to Cassandra on \S+\.zip: the bundle's certificate has expired at 20/,
      },
      {
        kind: "a certificate of the client that another authority has signed",
        change: async () => ({
          bundle: await writeBundle(service.port, await clientOf(certificates.clients.wrong)),
        }),
        says: /^error: .* on \S+\.zip: it (closes the connection|does not accept the client's certificate)$/,
      },
      {
        kind: "another authority",
        change: async () => ({
          bundle: await writeBundle(service.port, {
            "ca.crt": await readFile(secureFolder(stack.home).authority),
          }),
        }),
        says: /^error: no connection to Cassandra on \S+\.zip: its certificate comes from an authority that is not trusted here$/,
      },
      {
        kind: "a service that is down",
        change: async () => ({ bundle: await writeBundle(await closedPort()) }),
        says: /^error: Cassandra does not answer on \S+\.zip: nothing listens there$/,
      },
      {
        kind: "a proxy that is down",
        change: async () => ({ bundle: await writeBundle(withoutProxy.port) }),
        says: /^error: Cassandra does not answer on \S+\.zip: nothing listens there$/,
      },
      {
        kind: "a file that is no bundle",
        change: async () => ({ bundle: await certificates.write("none.zip", "no zip") }),
        says: /^error: the secure connect bundle cannot be used: /,
      },
    ];

    test.each(cases)("is refused with $kind", async ({ change, says }) => {
      const changed = await change();
      const start = Date.now();
      const { exitCode, stdout, stderr } = await run(["table", "show", "item-sales"], changed);
      expect(Date.now() - start).toBeLessThan(scaled(deadline));
      expect(exitCode).toBe(1);
      expect(stdout).toBe("");
      expect(stderr.split("\n")[0]).toMatch(says);
      // No flag changes what is in a bundle, and no node is named.
      expect(stderr).not.toMatch(/--cassandra-(ca|tls|certificate)|--contact-points|cassink up/);
      expect(stderr).not.toContain("defect of cassink");
      expect(stderr).not.toContain(wrongPassword);
    });

    test("leads commands and the sink to the node", async () => {
      const pipeline: PipelineCopy = await copyPipeline("item-sales", (text) =>
        text.replace(
          "  config:",
          [
            "  config:",
            `    cloud.secureConnectBundle: ${right}`,
            "    auth.username: cassink",
            `    auth.password: ${stack.passwordOf("cassandra-cassink")}`,
          ].join("\n"),
        ),
      );
      const of = ["--file", pipeline.file];
      try {
        for (const args of [
          ["topic", "create", ...of],
          ["table", "init", ...of],
          ["produce", "item-sales", pipeline.file, "--count", "50"],
          ["connector", "deploy", ...of],
          ["verify", "table", ...of, "--wait", `${scaled(30_000)}ms`],
          ["table", "show", ...of, "--limit", "1"],
        ]) {
          const { exitCode, stdout, stderr } = await run(args, {});
          expect(exitCode, `${args.join(" ")}\n${stdout}\n${stderr}`).toBe(0);
        }
      } finally {
        await pipeline.remove(stack.home);
      }
    });
  });
}

async function hostIdOf({ offset, passwordOf }: SecureStack, ca: string): Promise<string> {
  const client = new Client({
    contactPoints: [`127.0.0.1:${basePorts.cql + offset}`],
    localDataCenter: "datacenter1",
    authProvider: new auth.PlainTextAuthProvider("cassink", passwordOf("cassandra-cassink")),
    sslOptions: { ca, rejectUnauthorized: true },
  });
  try {
    return String((await client.execute("SELECT host_id FROM system.local")).first()["host_id"]);
  } finally {
    await client.shutdown();
  }
}

/** What Java reads of a bundle. The client is the stack's worker, whose key is in a store already. */
async function storesOf(
  { home, passwordOf }: SecureStack,
  { folder, ca }: SecureFolder,
  port: number,
): Promise<BundleEntries> {
  const trust = join(folder, "trust.p12");
  await promisify(execFile)("keytool", [
    ...["-importcert", "-noprompt", "-alias", "authority", "-file", ca],
    ...["-keystore", trust, "-storetype", "PKCS12", "-storepass", storePassword],
  ]);
  const configuration = {
    host: "localhost",
    port,
    keyStorePassword: passwordOf("stores"),
    trustStorePassword: storePassword,
  };
  return {
    "config.json": JSON.stringify(configuration),
    "identity.jks": await readFile(secureFolder(home).keyStore("connect")),
    "trustStore.jks": await readFile(trust),
  };
}
