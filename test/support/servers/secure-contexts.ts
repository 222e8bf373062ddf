import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Leg } from "#cli/core/connections/settings.js";
import { basePorts } from "#cli/core/stack/plan.js";
import { secureFolder } from "#cli/core/stack/secure-folder.js";
import type { SecureStack } from "./secure-stack.js";

type LegSettings = Readonly<Record<string, unknown>>;

/** The three legs of a secure stack in the words of contexts.yaml, as its own context has them. */
export function secureLegs({ home, offset }: SecureStack): Readonly<Record<Leg, LegSettings>> {
  const { authority, password } = secureFolder(home);
  const at = (port: number): string => `127.0.0.1:${port + offset}`;
  const login = (name: Parameters<typeof password>[0]): LegSettings => ({
    ca: authority,
    username: "cassink",
    password: `file:${password(name)}`,
  });
  return {
    kafka: { bootstrapServers: at(basePorts.kafka), sasl: "scram-sha-512", ...login("kafka-cassink") },
    connect: { urls: `https://${at(basePorts.connect)}`, ...login("connect-cassink") },
    cassandra: {
      contactPoints: at(basePorts.cql),
      localDatacenter: "datacenter1",
      ...login("cassandra-cassink"),
    },
  };
}

/** The leg with other settings; what is undefined is left out. */
export function changedLeg(leg: LegSettings, changes: LegSettings): LegSettings {
  return Object.fromEntries(
    Object.entries({ ...leg, ...changes }).filter(([, value]) => value !== undefined),
  );
}

/** Adds contexts to the test's contexts.yaml, or replaces those of the same names. */
export async function writeContexts(
  { configFolder }: Pick<SecureStack, "configFolder">,
  contexts: Readonly<Record<string, Readonly<Partial<Record<Leg, LegSettings>>>>>,
): Promise<void> {
  const file = join(configFolder, "contexts.yaml");
  const before = (parse(await readFile(file, "utf8").catch(() => "")) ?? {}) as {
    readonly contexts?: object;
  };
  const text = stringify({ ...before, contexts: { ...before.contexts, ...contexts } });
  await writeFile(file, text, { mode: 0o600 });
}
