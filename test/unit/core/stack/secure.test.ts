import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { Secret } from "#cli/core/secret.js";
import { stackConnections } from "#cli/core/stack/connections.js";
import { describeStack } from "#cli/core/stack/describe.js";
import type { StackPlan } from "#cli/core/stack/plan.js";
import type { ProcessDescription } from "#cli/core/stack/process.js";
import { type SecretName, type StackSecrets, secretNames } from "#cli/core/stack/secure-folder.js";
import { kafkaAcls } from "#cli/core/stack/secure-users.js";

const plan: StackPlan = {
  brokers: 2,
  workers: 2,
  nodes: 2,
  commitLogSync: "periodic",
  portOffset: 1000,
  home: "/h",
  pluginPaths: [],
  clusterId: "AAAAAAAAAAAAAAAAAAAAAA",
  secure: true,
};
const clear = (name: SecretName): string => `clear-${name}`;
const secrets: StackSecrets = {
  passwords: Object.fromEntries(secretNames.map((name) => [name, new Secret(clear(name))])) as Record<
    SecretName,
    Secret
  >,
  scramCredentials: [new Secret("SCRAM-SHA-512=[name=a]"), new Secret("SCRAM-SHA-512=[name=b]")],
};
const workerProperties = "group.id=shared\nconfig.providers=file\n";
const processes = describeStack(plan, { workerProperties, pluginFolders: ["/p"], secrets });

function processOf(name: string): ProcessDescription {
  const found = processes.find((process) => process.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

function secretText(name: string, ending: string): string {
  const file = processOf(name).secretFiles?.find(({ path }) => path.endsWith(ending));
  return file?.text.reveal() ?? "";
}

/** Of two equal keys the last one counts, as Java reads them. */
function propertiesOf(name: string, ending: string): Record<string, string> {
  const lines = secretText(name, ending).split("\n");
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf("=");
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );
}

test("no secret is in what may be printed: files for all eyes, arguments, the description itself", () => {
  const printed = JSON.stringify(processes);
  for (const name of secretNames) expect(printed).not.toContain(clear(name));
  expect(printed).not.toContain("SCRAM-SHA-512=");
});

test("a secure stack is the same processes on the same ports", () => {
  const plainly = describeStack({ ...plan, secure: false }, { workerProperties, pluginFolders: ["/p"] });
  const places = (of: readonly ProcessDescription[]): unknown =>
    of.map(({ name, host, ports, folder, dependsOn, log }) => ({
      name,
      host,
      ports,
      folder,
      dependsOn,
      log,
    }));
  expect(places(processes)).toEqual(places(plainly));
  expect(plainly.every(({ secretFiles, readiness }) => !secretFiles && readiness.home === undefined)).toBe(
    true,
  );
});

describe("a broker", () => {
  test("lets clients and brokers in by SCRAM, and to the controller by a certificate", () => {
    expect(propertiesOf("kafka", "server.properties")).toMatchObject({
      listeners: "SASL_SSL://127.0.0.1:10092,CONTROLLER://127.0.0.1:10093",
      "advertised.listeners": "SASL_SSL://127.0.0.1:10092",
      "listener.security.protocol.map": "SASL_SSL:SASL_SSL,CONTROLLER:SSL",
      "inter.broker.listener.name": "SASL_SSL",
      "listener.name.controller.ssl.client.auth": "required",
      "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
      "super.users": "User:broker;User:admin;User:CN=kafka",
    });
    expect(secretText("kafka", "server.properties").split("\n")).not.toContain("listeners=PLAINTEXT");
    expect(propertiesOf("kafka-2", "server.properties")).toMatchObject({
      listeners: "SASL_SSL://127.0.0.2:10092",
    });
  });

  test("the first one writes the users when it formats its folder", () => {
    const given = processOf("kafka").preparation?.secretArguments?.map((argument) => argument.reveal());
    expect(given).toEqual(["--add-scram", "SCRAM-SHA-512=[name=a]", "--add-scram", "SCRAM-SHA-512=[name=b]"]);
    expect(processOf("kafka-2").preparation?.secretArguments).toBeUndefined();
  });
});

test("a worker logs in as itself, its connectors as another user, and gives them files of one folder", () => {
  const properties = propertiesOf("connect-2", "worker.properties");
  expect(properties).toMatchObject({
    listeners: "https://127.0.0.2:9083",
    "security.protocol": "SASL_SSL",
    "consumer.security.protocol": "SASL_SSL",
    "config.providers.file.param.allowed.paths": "/h/secure/connectors",
    "rest.extension.classes":
      "io.cassink.worker.MetricsExtension,org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension",
  });
  expect(properties["sasl.jaas.config"]).toContain('username="worker" password="clear-kafka-worker"');
  for (const client of ["consumer", "producer", "admin"]) {
    expect(properties[`${client}.sasl.jaas.config`]).toContain('username="sink" password="clear-kafka-sink"');
  }
  expect(secretText("connect", "connect-users.properties")).toBe("cassink=clear-connect-cassink\n");
  expect(secretText("connect", "connectors/cassandra.properties")).toBe(
    "username=cassink\npassword=clear-cassandra-cassink\n",
  );
  expect(processOf("connect").run.jvmArguments).toContain(
    "-Djava.security.auth.login.config=/h/secure/connect-login.conf",
  );
});

test("a node asks for a login, knows rights, and speaks nothing but TLS", () => {
  const settings = parse(secretText("cassandra-2", "cassandra.yaml")) as Record<string, unknown>;
  expect(settings).toMatchObject({
    cluster_name: "cassink",
    authenticator: "PasswordAuthenticator",
    authorizer: "CassandraAuthorizer",
    client_encryption_options: { enabled: true, optional: false, keystore: "/h/secure/cassandra.p12" },
    server_encryption_options: { internode_encryption: "all", require_client_auth: true },
  });
});

describe("clients", () => {
  test("of a secure stack get its authority, a login for each server, and what connectors need", () => {
    const login = (name: string): object => ({
      ca: "/h/secure/authority.pem",
      username: "cassink",
      password: { kind: "file", path: `/h/secure/${name}.password` },
    });
    expect(stackConnections(plan, ["kafka", "connect-2", "cassandra"])).toEqual({
      kafka: {
        bootstrapServers: ["127.0.0.1:10092", "127.0.0.2:10092"],
        sasl: "scram-sha-512",
        ...login("kafka-cassink"),
        connector: {
          "receipts.producer.security.protocol": "SASL_SSL",
          "receipts.producer.sasl.mechanism": "SCRAM-SHA-512",
          "receipts.producer.sasl.jaas.config":
            "${file:/h/secure/connectors/kafka.properties:sasl.jaas.config}",
          "receipts.producer.ssl.truststore.type": "PKCS12",
          "receipts.producer.ssl.truststore.location": "/h/secure/authority.p12",
        },
      },
      connect: {
        urls: ["https://127.0.0.2:9083"],
        ...login("connect-cassink"),
      },
      cassandra: {
        contactPoints: ["127.0.0.1:10042", "127.0.0.2:10042"],
        localDatacenter: "datacenter1",
        ...login("cassandra-cassink"),
        connector: {
          "auth.username": "${file:/h/secure/connectors/cassandra.properties:username}",
          "auth.password": "${file:/h/secure/connectors/cassandra.properties:password}",
          "ssl.provider": "JDK",
          "ssl.truststore.path": "/h/secure/authority.p12",
        },
      },
    });
  });

  test("of a plain stack get addresses alone", () => {
    expect(stackConnections({ ...plan, secure: false }, ["connect"])).toEqual({
      kafka: { bootstrapServers: ["127.0.0.1:10092", "127.0.0.2:10092"] },
      connect: { urls: ["http://127.0.0.1:9083"] },
      cassandra: { contactPoints: ["127.0.0.1:10042", "127.0.0.2:10042"], localDatacenter: "datacenter1" },
    });
  });
});

test("the worker may use the topics and the group that its properties name", () => {
  const ofWorker = kafkaAcls.filter(({ user }) => user === "worker");
  expect(ofWorker.map(({ resource, name }) => `${resource} ${name}`)).toEqual([
    "topic cassink-connect-",
    "group cassink",
  ]);
});
