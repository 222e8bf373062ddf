import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { type Client, errors } from "cassandra-driver";
import kafkajs, { type AclEntry } from "kafkajs";
import { type StackPlan, basePorts, brokerAddresses, hostOf } from "../../core/stack/plan.js";
import { secureFolder } from "../../core/stack/secure-folder.js";
import {
  type KafkaAcl,
  type KafkaOperation,
  cassandraGrants,
  clientUser,
  kafkaAcls,
} from "../../core/stack/secure-users.js";
import { ServiceError, type ServiceName } from "../../errors.js";
import { writePrivately } from "./files.js";
import { defaultSuperuser, kafkaOf, nodeClient } from "./secure-clients.js";
import { readPassword } from "./stack-secrets.js";

export interface Patience {
  /** Milliseconds since the Unix epoch. */
  readonly until: number;
  readonly signal: AbortSignal;
  /** Whether the server has failed that is asked here. */
  readonly isForsaken?: () => boolean;
}

/** Milliseconds from one attempt to the next. */
const every = 200;

/** Tells the brokers what their users may do, once they answer. What was told once is not told again. */
export function grantOnBrokers(plan: StackPlan, patience: Patience): Promise<void> {
  const granted = secureFolder(plan.home).grantedAcls;
  return once(granted, kafkaAcls, () =>
    untilDone("Kafka", "the rights of the brokers' users could not be made", patience, async () => {
      const admin = (await kafkaOf(plan.home, brokerAddresses(plan), "admin")).admin();
      try {
        await admin.connect();
        await admin.createAcls({ acl: kafkaAcls.flatMap(entriesOf) });
      } finally {
        await admin.disconnect();
      }
    }),
  );
}

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const operations: Readonly<Record<KafkaOperation, kafkajs.AclOperationTypes>> = {
  read: AclOperationTypes.READ,
  write: AclOperationTypes.WRITE,
  create: AclOperationTypes.CREATE,
  delete: AclOperationTypes.DELETE,
  describe: AclOperationTypes.DESCRIBE,
  "describe configs": AclOperationTypes.DESCRIBE_CONFIGS,
};

const resources: Readonly<Record<KafkaAcl["resource"], kafkajs.AclResourceTypes>> = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  "transactional id": AclResourceTypes.TRANSACTIONAL_ID,
};

function entriesOf(acl: KafkaAcl): readonly AclEntry[] {
  return acl.operations.map((operation) => ({
    principal: `User:${acl.user}`,
    host: "*",
    operation: operations[operation],
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: resources[acl.resource],
    resourceName: acl.name,
    resourcePatternType: acl.isPrefix ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
  }));
}

/** Makes the nodes' roles by the default superuser, whose own login then ends. What was made once is not made again. */
export function makeRoles(plan: StackPlan, patience: Patience): Promise<void> {
  const { home } = plan;
  return once(secureFolder(home).grantedRoles, cassandraGrants, () =>
    untilDone("Cassandra", "the roles of the nodes could not be made", patience, async () => {
      const admin = await readPassword(home, "cassandra-admin");
      const client = await readPassword(home, `cassandra-${clientUser}`);
      await asSuperuser(plan, (session) =>
        session.execute(
          `CREATE ROLE IF NOT EXISTS admin WITH SUPERUSER = true AND LOGIN = true AND PASSWORD = '${admin.reveal()}'`,
        ),
      );
      const session = await nodeClient(firstNode(plan), { home, username: "admin", password: admin });
      try {
        const statements = [
          "ALTER ROLE cassandra WITH SUPERUSER = false AND LOGIN = false",
          `CREATE ROLE IF NOT EXISTS ${clientUser} WITH LOGIN = true AND PASSWORD = '${client.reveal()}'`,
          ...cassandraGrants,
        ];
        for (const statement of statements) await session.execute(statement);
      } finally {
        await session.shutdown();
      }
    }),
  );
}

/** Before an `up` that was interrupted, the default superuser may have lost its login already. */
async function asSuperuser(plan: StackPlan, work: (session: Client) => Promise<unknown>): Promise<void> {
  const session = await nodeClient(firstNode(plan), { home: plan.home, ...defaultSuperuser });
  try {
    await session.connect();
    await work(session);
  } catch (error) {
    if (!isRefusedLogin(error)) throw error;
  } finally {
    await session.shutdown();
  }
}

function isRefusedLogin(error: unknown): boolean {
  const inner: readonly unknown[] =
    error instanceof errors.NoHostAvailableError
      ? Object.values((error.innerErrors ?? {}) as Record<string, unknown>)
      : [];
  return [error, ...inner].some((candidate) => candidate instanceof errors.AuthenticationError);
}

function firstNode({ portOffset }: StackPlan): string {
  return `${hostOf(0)}:${basePorts.cql + portOffset}`;
}

/** Does the work unless the file says that it was done for the same rights. */
async function once(file: string, rights: unknown, work: () => Promise<void>): Promise<void> {
  const text = JSON.stringify(rights);
  if ((await readFile(file, "utf8").catch(() => "")) === text) return;
  await work();
  await writePrivately(file, text);
}

async function untilDone(
  service: ServiceName,
  problem: string,
  { until, signal, isForsaken }: Patience,
  work: () => Promise<void>,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const outcome = await work().then(
      () => "done" as const,
      (error: unknown) => ({ error }),
    );
    if (outcome === "done" || isForsaken?.() === true) return;
    if (Date.now() > until) {
      const { error } = outcome;
      const reason = error instanceof Error ? error.message : String(error);
      throw new ServiceError(service, problem, { lines: [reason], cause: error });
    }
    await setTimeout(every, undefined, { signal }).catch(() => undefined);
  }
}
