import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { describeStack } from "#cli/core/stack/describe.js";
import { brokerSettings } from "#cli/core/stack/kafka.js";
import { basePorts, localDatacenter } from "#cli/core/stack/plan.js";
import { projectFolder } from "#test/support/cli.js";

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly ports: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test: readonly string[] };
}

const read = (path: string): Promise<string> => readFile(join(projectFolder, path), "utf8");
const pom = await read("connectors/pom.xml");
const pin = (name: string): string =>
  new RegExp(`<${name}>([^<]+)<`).exec(pom)?.[1] ?? `no ${name} in the pom`;
const { services, volumes } = parse(await read("docker/compose.yaml")) as {
  services: Record<"kafka" | "cassandra" | "connect", Service>;
  volumes: Record<string, null>;
};
const dockerfile = await read("docker/Dockerfile");

const local = describeStack(
  {
    brokers: 1,
    workers: 1,
    nodes: 1,
    commitLogSync: "periodic",
    portOffset: 0,
    home: "/h",
    pluginPaths: [],
    clusterId: "AAAAAAAAAAAAAAAAAAAAAA",
    secure: false,
  },
  { workerProperties: await read("docker/connect-worker.properties"), pluginFolders: ["/plugin"] },
);
const localProcess = (name: string): (typeof local)[number] => {
  const found = local.find((process) => process.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};
const localFile = (name: string, ending: string): string =>
  localProcess(name).files.find(({ path }) => path.endsWith(ending))?.text ?? "";
const keysOf = (properties: string): readonly string[] =>
  properties.split("\n").flatMap((line) => /^([a-z][\w.]*)=/.exec(line)?.[1] ?? []);

test("images have the versions of the pom", () => {
  expect(services.kafka.image).toBe(`apache/kafka:${pin("kafka.version")}`);
  expect(services.cassandra.image).toBe(`cassandra:${pin("cassandra.version")}`);
  expect(dockerfile).toContain(`ARG KAFKA_VERSION=${pin("kafka.version")}\n`);
  expect(dockerfile).toMatch(/^FROM apache\/kafka:\$\{KAFKA_VERSION\}$/m);
  expect(dockerfile).toMatch(new RegExp(`^FROM maven:\\S+-temurin-${pin("maven.compiler.release")} `, "m"));
});

test("ports are the local stack's, on this machine only", () => {
  expect(services.kafka.ports).toEqual([`127.0.0.1:${basePorts.kafka}:${basePorts.kafka}`]);
  expect(services.connect.ports).toEqual([`127.0.0.1:${basePorts.connect}:${basePorts.connect}`]);
  expect(services.cassandra.ports).toEqual([`127.0.0.1:${basePorts.cql}:${basePorts.cql}`]);
});

test("the broker has every setting of the local one", () => {
  const addresses = /listener|voters|log\.dirs|^node\.id|^process\.roles/;
  const lines = localFile("kafka", "server.properties")
    .split("\n")
    .filter((line) => line.includes("="));
  const settings = lines
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const)
    .filter(([key]) => !addresses.test(key));
  expect(settings.length).toBeGreaterThanOrEqual(Object.keys(brokerSettings).length);
  for (const [key, value] of settings) {
    const variable = `KAFKA_${key.toUpperCase().replaceAll(".", "_")}`;
    expect([variable, services.kafka.environment[variable]]).toEqual([variable, value]);
  }
});

test("heaps are the local ones", () => {
  const heapOf = (name: string): string =>
    localProcess(name)
      .run.jvmArguments.filter((argument) => /^-Xm[sx]/.test(argument))
      .join(" ");
  expect(services.kafka.environment["KAFKA_HEAP_OPTS"]).toBe(heapOf("kafka"));
  expect(services.connect.environment["KAFKA_HEAP_OPTS"]).toBe(heapOf("connect"));
  expect(heapOf("cassandra")).toContain(
    `-Xmx${services.cassandra.environment["MAX_HEAP_SIZE"]?.toLowerCase() ?? ""}`,
  );
});

test("the node has the local one's names, tokens and start settings", () => {
  const { environment } = services.cassandra;
  const settings = parse(localFile("cassandra", "cassandra.yaml")) as Record<string, unknown>;
  expect(environment).toMatchObject({
    CASSANDRA_DC: localDatacenter,
    CASSANDRA_CLUSTER_NAME: settings["cluster_name"],
    CASSANDRA_ENDPOINT_SNITCH: settings["endpoint_snitch"],
    CASSANDRA_NUM_TOKENS: String(settings["num_tokens"]),
  });
  const started = environment["JVM_EXTRA_OPTS"]?.split(" ") ?? [];
  expect(started).toHaveLength(3);
  expect(localProcess("cassandra").run.jvmArguments).toEqual(expect.arrayContaining(started));
});

test("the worker reads the same properties file, and adds the same keys and no other", async () => {
  expect(dockerfile).toContain("COPY docker/connect-worker.properties /opt/connect/worker.properties\n");
  const entrypoint = await read("docker/connect-entrypoint.sh");
  expect(entrypoint).toContain("cat /opt/connect/worker.properties\n");
  const added = [...entrypoint.matchAll(/echo "([\w.]+)=/g)].map((match) => match[1]);
  const shared = keysOf(await read("docker/connect-worker.properties"));
  const ownLocally = keysOf(localFile("connect", "worker.properties")).filter((key) => !shared.includes(key));
  expect(added.sort()).toEqual([...ownLocally].sort());
  expect(services.connect.environment["BOOTSTRAP_SERVERS"]).toBe("kafka:19092");
  expect(services.kafka.environment["KAFKA_ADVERTISED_LISTENERS"]).toContain("INTERNAL://kafka:19092");
});

test("the image has every plugin that Maven builds", () => {
  expect(dockerfile).toContain("cp -r connectors/*/target/plugin/* /plugins/");
  expect(dockerfile).toContain("COPY --from=plugins /plugins /opt/connect/plugins\n");
  const left = [...(/-pl '([^']+)'/.exec(dockerfile)?.[1] ?? "").matchAll(/!([\w/-]+)/g)].map(
    (match) => match[1],
  );
  expect(left).toEqual(["runtime/kafka", "runtime/cassandra"]);
  for (const module of left) expect(pom).toContain(`<module>${module ?? ""}</module>`);
});

test("what the image copies exists and is not ignored", async () => {
  const ignored = await read("docker/Dockerfile.dockerignore");
  const copied = [...dockerfile.matchAll(/^COPY (?:--chmod=\d+ )?([^-\s]\S*) /gm)].map(
    (match) => match[1] ?? "",
  );
  expect(copied.length).toBeGreaterThanOrEqual(4);
  for (const path of copied) {
    expect(ignored).toContain(`!${path}\n`);
    await expect(
      readFile(join(projectFolder, path)).catch(() => readdir(join(projectFolder, path))),
    ).resolves.toBeDefined();
  }
});

test("every service has a health check, and data lives in volumes", () => {
  for (const service of Object.values(services)) expect(service.healthcheck.test[0]).toBe("CMD");
  expect(services.connect.healthcheck.test.at(-1)).toBe(`http://localhost:${basePorts.connect}/connectors`);
  for (const name of ["kafka", "cassandra"] as const) {
    const [volume] = services[name].volumes?.[0]?.split(":") ?? [];
    expect(Object.keys(volumes)).toContain(volume);
  }
  expect(services.kafka.volumes?.[0]).toContain(`:${services.kafka.environment["KAFKA_LOG_DIRS"] ?? ""}`);
});
