import { Buffer } from "node:buffer";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import kafkajs from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { DoctorResult } from "#cli/commands/doctor/doctor.js";
import type { StatusResult } from "#cli/commands/stack/status.js";
import { type Certificates, makeCertificates, storePassword } from "#test/support/servers/certificates.js";
import { runCli, runJson } from "#test/support/cli.js";
import { brokerOf } from "#test/support/servers/kafka.js";
import { type SecuredNode, startSecuredNode } from "#test/support/servers/secured-node.js";
import { scaled } from "#test/support/scaled.js";
import { newAuthority } from "#test/support/tls/authority.js";
import { type Wait, waitFor, workerLog } from "#test/support/wait-for.js";

type Config = Readonly<Record<string, string>>;

const home = inject("home");
const topic = `secured_${Date.now()}`;
const keyspace = "secured";
const user = { "auth.username": "carrier", "auth.password": "of-the-carrier-9142" };
const count = 50;
let folder: string;
let certificates: Certificates;
let node: SecuredNode;
let url: string;
let kafka: kafkajs.Kafka;
const deployed = new Set<string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-secured-"));
  certificates = await makeCertificates(folder);
  node = await startSecuredNode(home, folder, certificates);
  const { client } = node;
  await client.execute(`CREATE ROLE carrier WITH LOGIN = true AND PASSWORD = '${user["auth.password"]}'`);
  await client.execute(
    `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  );
  const { processes } = await runJson<StatusResult>(["status", "--home", home]);
  url = `http://${processes.find(({ kind }) => kind === "connect")?.address ?? ""}`;
  kafka = new kafkajs.Kafka({ brokers: [await brokerOf(home)], logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
  await admin.disconnect();
  await send(0, count);
  await writeFile(join(folder, "cassandra.properties"), `password=${user["auth.password"]}\n`, {
    mode: 0o600,
  });
});

afterAll(async () => {
  for (const name of deployed) await fetch(`${url}/connectors/${name}`, { method: "DELETE" });
  const admin = kafka.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  await node.stop();
  await rm(folder, { recursive: true, force: true });
});

let sent = 0;

async function send(from: number, to: number): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: to - from }, (_, index) => ({
    value: JSON.stringify({ id: from + index, word: `word ${from + index}` }),
  }));
  await producer.send({ topic, messages });
  await producer.disconnect();
  sent = to;
}

/** The connector's config, with a table of its own. */
async function configOf(name: string, more: Config): Promise<Config> {
  await node.client.execute(`CREATE TABLE IF NOT EXISTS ${keyspace}.${name} (id int PRIMARY KEY, word text)`);
  return {
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    "tasks.max": "1",
    topics: topic,
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "false",
    contactPoints: "127.0.0.1",
    port: String(node.port),
    "loadBalancing.localDc": "datacenter1",
    [`topic.${topic}.${keyspace}.${name}.mapping`]: "id=value.id, word=value.word",
    ...user,
    ...more,
  };
}

/** What Connect answers; a refusal is the sink's own validation's. */
async function deploy(name: string, more: Config): Promise<string> {
  const answer = await fetch(`${url}/connectors/${name}/config`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(await configOf(name, more)),
  });
  if (answer.ok) deployed.add(name);
  return `${answer.status} ${await answer.text()}`;
}

/** Connect refuses (409) while its tasks move. */
async function restart(name: string): Promise<void> {
  await waitFor(wait(`${name} to be restarted`), async (seen) => {
    const answer = await fetch(`${url}/connectors/${name}/restart?includeTasks=true`, { method: "POST" });
    if (answer.ok) return true;
    seen(await answer.text());
    return undefined;
  });
}

const wait = (what: string): Wait => ({ what, deadline: 60_000, log: workerLog(home) });

async function taskOf(name: string): Promise<{ readonly state: string; readonly trace?: string }> {
  const answer = await fetch(`${url}/connectors/${name}/tasks/0/status`);
  return (await answer.json()) as { readonly state: string; readonly trace?: string };
}

async function carries(name: string, rows: number): Promise<void> {
  await waitFor(wait(`${rows} rows in ${name}`), async (seen) => {
    const result = await node.client.execute(`SELECT count(*) FROM ${keyspace}.${name}`);
    const found = Number(result.first()["count"]);
    if (found === rows) return true;
    seen({ found, task: await taskOf(name) });
    return undefined;
  });
}

/** The node's certificate has a name, and no address. */
const byAddress: Config = {
  contactPoints: "127.0.0.1",
  "datastax-java-driver.advanced.ssl-engine-factory.allow-dns-reverse-lookup-san": "false",
};

const encrypted = (more: Config = {}): Config => ({
  contactPoints: "localhost",
  "ssl.provider": "JDK",
  "ssl.truststore.path": certificates.authorities,
  "ssl.truststore.password": storePassword,
  "ssl.keystore.path": certificates.client,
  "ssl.keystore.password": storePassword,
  ...more,
});

describe("connections that are compressed, logged in, encrypted", () => {
  test.each<readonly [string, () => Config]>([
    ["lz4", () => ({ compression: "LZ4" })],
    ["snappy", () => ({ compression: "Snappy", "datastax-java-driver.advanced.protocol.version": "V4" })],
    ["tls", () => encrypted()],
    ["any_name", () => encrypted({ ...byAddress, "ssl.hostnameValidation": "false" })],
    [
      "pem",
      () =>
        encrypted({
          "ssl.provider": "OpenSSL",
          "ssl.keystore.path": "",
          "ssl.keystore.password": "",
          "ssl.openssl.keyCertChain": `base64:${Buffer.from(certificates.clientChain).toString("base64")}`,
          "ssl.openssl.privateKey": `base64:${Buffer.from(certificates.clientKey).toString("base64")}`,
        }),
    ],
    ["from_file", () => ({ "auth.password": `\${file:${join(folder, "cassandra.properties")}:password}` })],
  ])("%s carries every record", async (name, more) => {
    expect(await deploy(name, more())).toMatch(/^201/);
    await carries(name, count);
  });

  test.each<readonly [string, () => Config, RegExp]>([
    ["wrong_password", () => ({ "auth.password": "a-wrong-one-5512" }), /auth\.password/],
    [
      "stranger",
      () => encrypted({ "ssl.truststore.path": certificates.otherAuthorities }),
      /ssl\.[^"]*certif|ssl\.[^"]*PKIX/i,
    ],
    ["other_name", () => encrypted(byAddress), /ssl\.[^"]*127\.0\.0\.1/],
    ["expired", () => encrypted({ "ssl.keystore.path": certificates.expiredClient }), /ssl\..*expired/i],
    ["no_file", () => encrypted({ "ssl.truststore.path": "/no/such/store" }), /ssl\.truststore\.path/],
    [
      "wrong_store_password",
      () => encrypted({ "ssl.truststore.password": "a-wrong-one-5512" }),
      /ssl\.truststore/,
    ],
  ])("%s is refused with what to correct", async (name, more, message) => {
    const answer = await deploy(name, more());
    expect(answer).toMatch(/^400/);
    expect(answer).toMatch(message);
    expect(answer).not.toContain("a-wrong-one-5512");
  });
});

describe("the program reaches the node", () => {
  /** What `doctor` says of Cassandra, and after how many milliseconds. */
  async function look(flags: readonly string[], password?: string): Promise<string> {
    const began = Date.now();
    const run = await runCli(["doctor", "--home", home, "-o", "json", ...flags], {
      env: { NODE_PASSWORD: password ?? "" },
    });
    const { checks } = JSON.parse(run.stdout) as DoctorResult;
    expect(Date.now() - began).toBeLessThan(scaled(15_000));
    const seen = checks.filter(({ subject }) => subject === "Cassandra").map((check) => check.seen);
    for (const secret of [user["auth.password"], "a-wrong-one-5512"])
      expect(seen.join()).not.toContain(secret);
    return seen[0] ?? run.stderr;
  }
  const byName = (): readonly string[] => ["--contact-points", `localhost:${node.port}`];
  const ca = (): readonly string[] => ["--cassandra-ca", join(folder, "node.pem")];
  const client = (name = "client"): readonly string[] => [
    ...["--cassandra-certificate", join(folder, `${name}.pem`)],
    ...["--cassandra-key", join(folder, "client-key.pem")],
  ];
  const login = ["--cassandra-username", user["auth.username"], "--cassandra-password", "env:NODE_PASSWORD"];
  const right = user["auth.password"];

  test("with TLS, a certificate and a password", async () => {
    expect(await look([...byName(), ...ca(), ...client(), ...login], right)).toMatch(/answers on localhost/);
  });

  test("without TLS, where the node takes that, with a password", async () => {
    expect(await look([...byName(), ...login], right)).toMatch(/answers on localhost/);
  });

  test.each<readonly [string, () => readonly string[], string | undefined, RegExp]>([
    [
      "a wrong password",
      () => [...ca(), ...client(), ...login],
      "a-wrong-one-5512",
      /refuses the user or the password/,
    ],
    ["no login", () => [...ca(), ...client()], undefined, /wants a user and a password/],
    [
      "a password that cannot be found",
      () => [...ca(), ...client(), ...login],
      undefined,
      /NODE_PASSWORD is not set/,
    ],
    ["no certificate", () => [...ca(), ...login], right, /wants a certificate of the client/],
    [
      "an expired certificate",
      () => [...ca(), ...client("expired"), ...login],
      right,
      /for Cassandra has expired/,
    ],
    [
      "an authority that is not named",
      () => ["--cassandra-tls", ...client(), ...login],
      right,
      /not trusted here/,
    ],
  ])("and not with %s", async (_, flags, password, message) => {
    expect(await look([...byName(), ...flags()], password)).toMatch(message);
  });

  test("and not with a certificate that another authority has signed", async () => {
    const another = await newAuthority("another");
    const { certificate, key } = await another.issue("client");
    await writeFile(join(folder, "other.pem"), certificate);
    await writeFile(join(folder, "other-key.pem"), key);
    const other = [
      ...["--cassandra-certificate", join(folder, "other.pem")],
      ...["--cassandra-key", join(folder, "other-key.pem")],
    ];
    expect(await look([...byName(), ...ca(), ...other, ...login], right)).toMatch(
      /does not accept the client's certificate/,
    );
  });

  test("and not by an address for which its certificate is not", async () => {
    const byAddress = ["--contact-points", `127.0.0.1:${node.port}`];
    expect(await look([...byAddress, ...ca(), ...client(), ...login], right)).toMatch(/for another host/);
  });
});

/**
 * A server takes a new password every 5 s at most, and answers from its cache of credentials for 2 s more
 * (`credentials_validity`): a change is made when a login with the new one is taken.
 */
async function passwordBecomes(password: string): Promise<void> {
  const query = `ALTER ROLE carrier WITH PASSWORD = '${password}'`;
  await waitFor(wait("the password to change"), (seen) =>
    node.client.execute(query).then(() => true as const, seen),
  );
  await waitFor(wait("the new password to be taken"), async (seen) => {
    const client = node.clientOf(user["auth.username"], password);
    try {
      return await client.connect().then(() => true as const, seen);
    } finally {
      await client.shutdown();
    }
  });
}

test("a password that changes fails the task, and nothing is lost", async () => {
  await deploy("changing", {});
  await carries("changing", count);
  await passwordBecomes("another-one-2218");
  try {
    await restart("changing");
    await waitFor(wait("the task to fail"), async (seen) => {
      const task = await taskOf("changing");
      seen(task);
      return task.state === "FAILED" && task.trace?.includes("auth.password") === true ? true : undefined;
    });
    await send(count, count + 10);
  } finally {
    await passwordBecomes(user["auth.password"]);
  }
  await restart("changing");
  await carries("changing", count + 10);
});

/** Of the sink and its driver. */
async function logEverything(level: "TRACE" | "INFO"): Promise<void> {
  for (const logger of ["io.cassink", "com.datastax"]) {
    const answer = await fetch(`${url}/admin/loggers/${logger}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ level }),
    });
    expect(answer.status).toBe(200);
  }
}

test("no secret and no value is in the worker's log, whatever is logged", async () => {
  await logEverything("TRACE");
  try {
    expect(await deploy("traced", encrypted())).toMatch(/^201/);
    await carries("traced", sent);
    expect(await deploy("traced", { "auth.password": "a-wrong-one-5512" })).toMatch(/^400/);
  } finally {
    await logEverything("INFO");
  }
  const log = await readFile(join(home, "logs", "connect.log"), "utf8");
  const lines = log.split("\n");
  expect(lines.filter((line) => / (?:DEBUG|TRACE) /.test(line)).length).toBeGreaterThan(0);
  for (const secret of [user["auth.password"], storePassword, "a-wrong-one-5512", "word 7"]) {
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  }
});
