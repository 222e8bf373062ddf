import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client, auth } from "cassandra-driver";
import kafkajs from "kafkajs";
import { secureFolder } from "#cli/core/stack/secure-folder.js";
import { basePorts } from "#cli/core/stack/plan.js";
import { projectFolder } from "#test/support/cli.js";
import { waitFor } from "#test/support/wait-for.js";
import type { SecureStack } from "./secure-stack.js";

export interface KafkaRight {
  readonly operation: string;
  readonly resource: "topic" | "group";
  readonly name: string;
  /** Whether it is about all whose names begin so. */
  readonly isPrefix?: boolean;
}

/** A user without any right, who is given some by the administrators of a secure stack. */
export interface LimitedUser {
  readonly username: string;
  readonly password: string;
  readonly admin: kafkajs.Admin;
  /** As Cassandra's superuser. */
  readonly superuser: Client;
  /** These rights on the brokers and no others. */
  mayOnKafka(rights: readonly KafkaRight[]): Promise<void>;
  /** A role of its own for these grants, because nodes keep what they know of a role for a while; gives its name. */
  roleWith(grants: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

const username = "limited";
const password = "of-the-limited-3141";

export async function makeLimitedUser(stack: SecureStack): Promise<LimitedUser> {
  const { home, offset } = stack;
  const ca = await readFile(secureFolder(home).authority, "utf8");
  await addScramUser(stack);
  const brokers = [`127.0.0.1:${basePorts.kafka + offset}`];
  const sasl = {
    mechanism: "scram-sha-512",
    username: "admin",
    password: stack.passwordOf("kafka-admin"),
  } as const;
  const admin = new kafkajs.Kafka({ brokers, ssl: { ca }, sasl, logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  const superuser = await superuserOf(stack);
  const roles: string[] = [];
  const own = { principal: `User:${username}`, host: "*", permissionType: kafkajs.AclPermissionTypes.ALLOW };
  return {
    username,
    password,
    admin,
    superuser,
    async mayOnKafka(rights) {
      const { ANY, TOPIC, GROUP } = kafkajs.AclResourceTypes;
      const all = {
        principal: own.principal,
        resourceType: ANY,
        resourcePatternType: kafkajs.ResourcePatternTypes.ANY,
        operation: kafkajs.AclOperationTypes.ANY,
        permissionType: kafkajs.AclPermissionTypes.ANY,
      };
      await admin.deleteAcls({ filters: [all] });
      const acl = rights.map(({ operation, resource, name, isPrefix = false }) => ({
        ...own,
        operation: kafkajs.AclOperationTypes[operation as "READ"],
        resourceType: resource === "topic" ? TOPIC : GROUP,
        resourceName: name,
        resourcePatternType: kafkajs.ResourcePatternTypes[isPrefix ? "PREFIXED" : "LITERAL"],
      }));
      if (acl.length > 0) await admin.createAcls({ acl });
      await waitFor({ what: "the broker to know the rights", deadline: 20_000, every: 20 }, async (seen) => {
        const { resources } = await admin.describeAcls(all);
        const known = resources.reduce((sum, { acls }) => sum + acls.length, 0);
        seen(known);
        return known === rights.length ? true : undefined;
      });
    },
    async roleWith(grants) {
      const role = `limited_${randomBytes(4).toString("hex")}`;
      roles.push(role);
      await superuser.execute(`CREATE ROLE ${role} WITH LOGIN = true AND PASSWORD = '${password}'`);
      for (const grant of grants) await superuser.execute(`GRANT ${grant} TO ${role}`);
      return role;
    },
    async close() {
      for (const role of roles) await superuser.execute(`DROP ROLE ${role}`);
      await superuser.shutdown();
      await admin.disconnect();
    },
  };
}

/** A session of Cassandra's superuser. */
export async function superuserOf({ home, offset, passwordOf }: SecureStack): Promise<Client> {
  const superuser = new Client({
    contactPoints: [`127.0.0.1:${basePorts.cql + offset}`],
    localDataCenter: "datacenter1",
    authProvider: new auth.PlainTextAuthProvider("admin", passwordOf("cassandra-admin")),
    sslOptions: { ca: await readFile(secureFolder(home).authority, "utf8"), rejectUnauthorized: true },
  });
  await superuser.connect();
  return superuser;
}

/** kafkajs knows no request for this; Kafka's own tool does it, as an administrator would. */
async function addScramUser(stack: SecureStack): Promise<void> {
  const file = join(stack.folder, "admin.properties");
  const { trustStore } = secureFolder(stack.home);
  const login = `username="admin" password="${stack.passwordOf("kafka-admin")}"`;
  const properties = [
    "security.protocol=SASL_SSL",
    "sasl.mechanism=SCRAM-SHA-512",
    `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required ${login};`,
    "ssl.truststore.type=PKCS12",
    `ssl.truststore.location=${trustStore}`,
  ];
  await writeFile(file, `${properties.join("\n")}\n`, { mode: 0o600 });
  const runtime = join(projectFolder, "connectors", "runtime", "kafka", "target", "classpath");
  await promisify(execFile)("java", [
    ...["-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"],
    ...["-cp", (await readFile(runtime, "utf8")).trim(), "kafka.admin.ConfigCommand"],
    ...["--bootstrap-server", `127.0.0.1:${basePorts.kafka + stack.offset}`, "--command-config", file],
    ...["--alter", "--entity-type", "users", "--entity-name", username],
    ...["--add-config", `SCRAM-SHA-512=[iterations=4096,password=${password}]`],
  ]);
}
