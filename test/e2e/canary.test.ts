import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { program } from "#cli/program.js";
import { runCli } from "#test/support/cli.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";
import { type Endpoints, endpointsOf } from "#test/support/servers/cassandra.js";

const home = inject("home");
/** One for each kind of source. */
const canaries = {
  env: "canary-of-the-environment-7718",
  file: "canary-of-the-file-7718",
  command: "canary-of-the-command-7718",
  clear: "canary-in-the-clear-7718",
  variable: "canary-of-a-variable-7718",
};
let folder: string;
let pipeline: PipelineCopy;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-canary-"));
  pipeline = await copyPipeline("item-sales");
  const endpoints = await endpointsOf(home);
  await writeFile(join(folder, "of-the-file"), `${canaries.file}\n`, { mode: 0o600 });
  await writeFile(join(folder, "of-the-command"), `${canaries.command}\n`, { mode: 0o600 });
  environment = {
    CASSINK_CONFIG_HOME: join(folder, "config"),
    CANARY: canaries.env,
    // Of no address that a variable names: not to be used, and not to be shown either.
    CASSANDRA_USERNAME: "canary",
    CASSANDRA_PASSWORD: canaries.variable,
    KAFKA_CONNECT_TOKEN: canaries.variable,
  };
  const commandLine = `command:cat ${join(folder, "of-the-command")}`;
  const kafkaLogin = [
    "--kafka-sasl",
    "plain",
    "--kafka-username",
    "canary",
    "--kafka-password",
    "env:CANARY",
  ];
  await add("taken", endpoints, ["--connect-password", commandLine]);
  await add("refused", endpoints, [
    "--connect-password",
    `file:${join(folder, "of-the-file")}`,
    ...kafkaLogin,
  ]);
});

afterAll(async () => {
  await pipeline.remove(home);
  await rm(folder, { recursive: true, force: true });
});

/** A context with logins to servers that ask for none; Kafka, if it has one, does not take any. */
async function add(
  name: string,
  { connectUrl, bootstrapServers, contactPoints }: Endpoints,
  logins: readonly string[],
): Promise<void> {
  const argv = [
    ...["context", "add", name, "-v", ...logins],
    ...["--bootstrap-servers", bootstrapServers.join(",")],
    ...["--connect-url", connectUrl, "--connect-username", "canary"],
    ...["--contact-points", contactPoints.join(","), "--cassandra-username", "canary"],
    ...["--cassandra-password", "ask"],
  ];
  const run = await runCli(argv, { env: environment, input: `${canaries.clear}\n` });
  expect(run.exitCode, run.stderr).toBe(0);
  holdsNoCanary(run.stdout, run.stderr);
}

function holdsNoCanary(...texts: readonly string[]): void {
  for (const text of texts) {
    for (const canary of Object.values(canaries)) expect(text).not.toContain(canary);
    for (const canary of [canaries.command, canaries.file])
      expect(text).not.toContain(Buffer.from(`canary:${canary}`).toString("base64"));
  }
}

/** What a command is given besides its words; `up`, `down` and `demo` log in to nothing. */
function argumentsOf(command: string): readonly string[] {
  const { file } = pipeline;
  const special: Readonly<Record<string, readonly string[] | undefined>> = {
    "topic produce": [file],
    "produce item-sales": ["--count", "5", file],
    "produce weather": ["--count", "1", "--interval", "0", file],
    "produce monitoring": ["--count", "1", file],
    "verify table": ["-f", file, "--wait", "20s"],
    "connector offsets set": ["-f", file, "--earliest", "--dry-run"],
    "connector loggers get": [],
    "connector loggers set": ["io.cassink.sink", "INFO", "--dry-run"],
    "context use": ["--none"],
    "context add": ["third", "--contact-points", "nobody", "--replace"],
    "context remove": ["third"],
  };
  const isOfPipeline = /^(topic|table|connector|dlq) /.test(command) && command !== "connector list";
  return special[command] ?? (isOfPipeline ? ["-f", file] : []);
}

const commands = program.commands
  .map(({ words }) => words.join(" "))
  .filter((command) => !["up", "down", "demo"].includes(command));

describe.each([
  ["taken", "table"],
  ["refused", "json"],
])("with the logins of context %s, printed as %s", (context, output) => {
  it.each(commands)("%s shows no secret and writes none", async (command) => {
    const words = [...command.split(" "), ...argumentsOf(command), "--context", context];
    const run = await runCli([...words, "-v", "-o", output], {
      env: environment,
      cwd: folder,
      onOutput: (_, process) => {
        if (command === "connector watch") process.kill("SIGINT");
      },
    });
    holdsNoCanary(run.stdout, run.stderr);
    expect(run.stderr).not.toContain("defect of cassink");
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const { parentPath, name } of files.filter((entry) => entry.isFile())) {
      if (["of-the-file", "of-the-command"].includes(name)) continue;
      const text = await readFile(join(parentPath, name), "utf8");
      // The one place where a secret is in the clear, because that was asked for.
      holdsNoCanary(name === "contexts.yaml" ? text.replaceAll(canaries.clear, "") : text);
    }
  });
});

it("the logins of context taken are sent", async () => {
  const run = await runCli(["doctor", "--context", "taken"], { env: environment, cwd: folder });
  expect(run.stdout).toMatch(/ok +Kafka +answers/);
  expect(run.stdout).toMatch(/ok +Kafka Connect/);
  expect(run.stdout).toMatch(/ok +Cassandra/);
  expect(run.stderr).toContain("CASSANDRA_USERNAME, CASSANDRA_PASSWORD are not used");
  const refused = await runCli(["topic", "list", "--context", "refused"], { env: environment, cwd: folder });
  expect(refused.stderr).toContain("Kafka takes no login on this port");
});

describe("a secret where none belongs", () => {
  it.each([
    [["topic", "list", "--kafka-password", canaries.env]],
    [["topic", "list", `--kafka-pasword=${canaries.env}`]],
    [["topic", "list", "--kafka-sasl", canaries.env]],
    [["topic", "list", "--bootstrap-servers", `SASL_SSL://me:${canaries.env}@kafka:9093`]],
    [["table", "show", "item-sales", "--contact-points", `cassandra:${canaries.env}@node`]],
    [["connector", "list", "--connect-url", `https://me:${canaries.env}@connect`]],
    [["context", "add", "x", "--contact-points", "a", "--connector-key", `auth.password=${canaries.env}`]],
    [["context", "add", canaries.env.replaceAll("-", "/"), "--contact-points", "a"]],
  ])("cassink %j is refused without being shown", async (argv) => {
    const run = await runCli([...argv, "-v"], { env: environment });
    expect(run.exitCode, run.stderr).toBe(2);
    holdsNoCanary(run.stdout, run.stderr);
  });
});
