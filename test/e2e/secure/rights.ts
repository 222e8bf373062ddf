import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { topicPrefix } from "#cli/core/shared-run/topic-names.js";
import { type CliRun, projectFolder } from "#test/support/cli.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";
import { type KafkaRight, type LimitedUser, makeLimitedUser } from "#test/support/servers/limited-user.js";
import { changedLeg, secureLegs, writeContexts } from "#test/support/servers/secure-contexts.js";
import { type SecureStack, connectClient, secretFile } from "#test/support/servers/secure-stack.js";

interface Line {
  readonly command: string;
  readonly kafka: readonly string[];
  readonly cassandra: readonly string[];
}

/** The lines of the page's table, which is what is tested. */
async function linesOfPage(): Promise<readonly Line[]> {
  const page = await readFile(join(projectFolder, "docs", "reference", "rights.md"), "utf8");
  const rights = (cell = ""): readonly string[] => cell.split(", ").filter((right) => right !== "");
  return page.split("\n").flatMap((line) => {
    const [, command, kafka, cassandra] = /^\| `([^`]+)` *\|([^|]*)\|([^|]*)\|$/.exec(line) ?? [];
    return command === undefined
      ? []
      : [{ command, kafka: rights(kafka?.trim()), cassandra: rights(cassandra?.trim()) }];
  });
}

const lines = await linesOfPage();

/** What an administrator makes or removes before a command, so that it has something to do. */
type Thing = "topic" | "table" | "connector";

interface Call {
  /** After the command's words. */
  readonly args?: () => readonly string[];
  readonly needs?: readonly Thing[];
  /** What it makes, and must not find. */
  readonly makes?: Thing;
  /** Of the shipped pipeline with the command's name, and not of the test's; the demo has made it. */
  readonly topic?: string;
  /** A pipeline of its own, which is never deployed: with a dead letter that waits, or with a topic and a table alone. */
  readonly of?: "letters" | "undeployed";
  /** Its exit codes with all of its rights, if not 0 alone. */
  readonly ends?: readonly number[];
}

const making: Readonly<Record<Thing, readonly string[]>> = {
  topic: ["topic", "create"],
  table: ["table", "init"],
  connector: ["connector", "deploy"],
};
const removing: Readonly<Record<Thing, readonly string[]>> = {
  connector: ["connector", "delete"],
  topic: ["topic", "delete", "--yes"],
  table: ["table", "drop", "--yes"],
};

/** How the topics of dead letters are called that lie beside a topic of a pipeline. */
const besideTopic: Readonly<Record<string, string>> = { letters: ".dlq", resolutions: ".dlq.resolutions" };

/** With order=log a replay looks for later records of a key: it reads the topic. */
const letterSettings = (topic: string): string =>
  [
    "errors.tolerance: all",
    `errors.deadletterqueue.topic.name: ${topic}.dlq`,
    "errors.deadletterqueue.context.headers.enable: true",
    "order: log",
  ]
    .map((line) => `    ${line}`)
    .join("\n");

const eventLine =
  '{"item_id":"plates-235","item_sold":23,"item_name":"Plates","timestamp_ms":"1530305100936","store_id":"Hermitage - 1"}\n';

/** Each command of the page with the rights of its line, and without each of them. */
export function rightsTests(stackOf: () => SecureStack): void {
  describe("least privilege", () => {
    let stack: SecureStack;
    let user: LimitedUser;
    let pipeline: PipelineCopy;
    let lettered: PipelineCopy;
    let undeployed: PipelineCopy;
    let password: string;

    const administer = async (of: PipelineCopy, ...args: readonly string[]): Promise<CliRun> => {
      const run = await stack.run([...args, "--file", of.file]);
      if (run.exitCode !== 0) throw new Error(`${args.join(" ")}: ${run.stdout}${run.stderr}`);
      return run;
    };
    const asAdmin = (...args: readonly string[]): Promise<CliRun> => administer(pipeline, ...args);
    let sharedRuns = 0;
    const sharedRun = (index: number): string => `rights-${index}`;

    /** A record, and its dead letter as Connect would write it; gives the record's place. */
    async function addLetter(): Promise<string> {
      const { topic, connector } = lettered;
      const offsets = await user.admin.fetchTopicOffsets(topic);
      const { high = "" } = offsets.find(({ partition }) => partition === 0) ?? {};
      const record = { key: `letter ${high}`, value: "bad", timestamp: Date.now(), partition: 0 };
      const told = {
        topic,
        partition: "0",
        offset: high,
        "connector.name": connector,
        "exception.message": "column item_sold: a text is not a number",
        "exception.stacktrace": "org.apache.kafka.connect.errors.DataException: bad",
      };
      const headers = Object.entries(told).map(([key, value]) => ({ key: `__connect.errors.${key}`, value }));
      for (const [to, document] of [
        [topic, record],
        [`${topic}.dlq`, { ...record, headers }],
      ] as const) {
        const input = `${JSON.stringify(document)}\n`;
        const run = await stack.run(["topic", "produce", "--topic", to, "--records", "-"], { input });
        if (run.exitCode !== 0) throw new Error(run.stderr);
      }
      return `${topic}-0@${high}`;
    }
    let place = "";

    beforeAll(async () => {
      stack = stackOf();
      user = await makeLimitedUser(stack);
      password = await secretFile(stack, "limited-password", user.password);
      pipeline = await copyPipeline("item-sales");
      undeployed = await copyPipeline("item-sales");
      await administer(undeployed, "topic", "create");
      await administer(undeployed, "table", "init");
      lettered = await copyPipeline("item-sales", (text) =>
        text.replace(
          "  config:",
          `  config:\n${letterSettings(/name: (item_sales_\w+)/.exec(text)?.[1] ?? "")}`,
        ),
      );
      await administer(lettered, "topic", "create");
      // Who may not read an empty topic is not told so: there is a note in that of the resolutions.
      await addLetter();
      await administer(lettered, "dlq", "purge", "--yes");
    });

    afterAll(async () => {
      const runs = Array.from({ length: sharedRuns }, (_, index) => sharedRun(index));
      const cleaned = await stack.run(["verify", "runs", "clean", ...runs, "--yes"]);
      expect(cleaned.exitCode, cleaned.stderr).toBe(0);
      for (const copy of [pipeline, lettered, undeployed]) await copy.remove(stack.home);
      await user.close();
    });

    /** Asked of the servers themselves: most commands find what the one before them has left. */
    const isThere: Readonly<Record<Thing, () => Promise<boolean>>> = {
      topic: async () => (await user.admin.listTopics()).includes(pipeline.topic),
      table: async () => {
        const query = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?";
        return (await user.superuser.execute(query, [pipeline.keyspace], { prepare: true })).rowLength > 0;
      },
      // One that was deployed with the limited user's context has no login, and carries nothing.
      connector: async () => {
        const connect = await connectClient(stack);
        const path = `/connectors/${pipeline.connector}/config`;
        const answer = await connect.get<object>(path, { validateStatus: () => true });
        return "auth.username" in answer.data;
      },
    };
    const prepare = async ({ needs = [], makes, of }: Call): Promise<void> => {
      if (of === "letters") place = await addLetter();
      if (makes !== undefined && (await isThere[makes]())) await asAdmin(...removing[makes]);
      for (const thing of needs) if (!(await isThere[thing]())) await asAdmin(...making[thing]);
    };

    const file = (): readonly string[] => ["--file", pipeline.file];
    const letters = (): readonly string[] => ["--file", lettered.file];
    const calls: Readonly<Record<string, Call>> = {
      "topic create": { args: file, makes: "topic" },
      "topic list": { args: file, needs: ["topic"] },
      "topic describe": { args: file, needs: ["topic"] },
      "topic peek": { args: file, needs: ["topic"] },
      "topic delete": { args: () => [...file(), "--yes"], needs: ["topic"] },
      "topic produce": { args: file, needs: ["topic"] },
      "produce item-sales": { args: () => ["--count", "10"], topic: "item_sales" },
      "produce weather": { args: () => ["--count", "10", "--interval", "0"], topic: "weather_info" },
      "produce monitoring": { args: () => ["--count", "1"], topic: "host_metrics" },
      "table init": { args: file, makes: "table" },
      "table diff": { args: file, needs: ["table"] },
      "table show": { args: file, needs: ["table"] },
      // By how far the connector has come with a record that was sent before.
      "table why": { args: () => [...file(), "plates-235"], needs: ["table", "topic"], ends: [0, 4] },
      "table drop": { args: () => [...file(), "--yes"], needs: ["table"] },
      "connector validate": { args: file, needs: ["table", "topic"] },
      "connector preview": { args: file, needs: ["table", "topic"] },
      // The connector has the login of an administrator's context, which is not the limited user's.
      "connector plan": { args: file, needs: ["table", "topic"], ends: [3] },
      "connector deploy": { args: file, needs: ["table", "topic"] },
      // On a busy machine the first commit comes late; the look ends with it.
      "connector status": {
        args: () => [...file(), "--sample", "60s"],
        needs: ["table", "topic", "connector"],
      },
      "connector explain": {
        args: () => [...file(), "--sample", "60s"],
        needs: ["table", "topic", "connector"],
      },
      "connector pause": { args: file, needs: ["table", "topic", "connector"] },
      "connector resume": { args: file, needs: ["table", "topic", "connector"] },
      "connector restart": { args: file, needs: ["table", "topic", "connector"] },
      "connector stop": { args: file, needs: ["table", "topic", "connector"] },
      "connector delete": { args: file, needs: ["table", "topic", "connector"] },
      "connector lag": { args: file, needs: ["table", "topic", "connector"] },
      "connector get": { args: file, needs: ["table", "topic", "connector"] },
      "connector describe": {
        args: () => [...file(), "--sample", "60s"],
        needs: ["table", "topic", "connector"],
      },
      "connector loggers get": {},
      "connector loggers set": { args: () => ["io.cassink.sink", "INFO"] },
      "connector offsets get": { args: file, needs: ["table", "topic", "connector"] },
      "connector offsets set": {
        args: () => [...file(), "--latest", "--yes"],
        needs: ["table", "topic", "connector"],
      },
      "connector offsets reset": { args: file, needs: ["table", "topic", "connector"] },
      "verify table": { args: file, needs: ["table", "topic", "connector"] },
      // Of one that has failed, topics are left.
      "verify table --run": {
        args: () => [sharedRun(sharedRuns++), ...file()],
        needs: ["table", "topic", "connector"],
      },
      "dlq list": { args: letters, of: "letters", ends: [3] },
      "dlq show": { args: () => [...letters(), place], of: "letters" },
      "dlq export": { args: letters, of: "letters" },
      "dlq replay": { args: () => [...letters(), "--yes"], of: "letters" },
      "dlq purge": { args: () => [...letters(), "--yes"], of: "letters" },
      // As whom the worker logs in cannot be seen.
      doctor: { args: () => ["--file", undeployed.file], of: "undeployed", ends: [4] },
    };

    const kafkaRight = (text: string, { topic, connector }: PipelineCopy): KafkaRight => {
      const [operation = "", resource = ""] = text.split(" ");
      if (resource === "runs") return { operation, resource: "topic", name: topicPrefix, isPrefix: true };
      return resource === "group"
        ? { operation, resource, name: `connect-${connector}` }
        : { operation, resource: "topic", name: `${topic}${besideTopic[resource] ?? ""}` };
    };
    const grant = (text: string): string => {
      const { keyspace, table } = pipeline;
      return text
        .replace(/ keyspaces$/, " ON ALL KEYSPACES")
        .replace(/ keyspace$/, ` ON KEYSPACE ${keyspace}`)
        .replace(/ table$/, ` ON TABLE ${keyspace}.${table}`);
    };

    async function runWith({ command, kafka, cassandra }: Line): Promise<CliRun> {
      const call = calls[command] ?? {};
      const { args, of } = call;
      const copy = of === undefined ? pipeline : of === "letters" ? lettered : undeployed;
      const { topic = copy.topic } = call;
      await prepare(call);
      await user.mayOnKafka(kafka.map((right) => kafkaRight(right, { ...copy, topic })));
      const role = await user.roleWith(cassandra.map(grant));
      const { kafka: brokers, connect, cassandra: nodes } = secureLegs(stack);
      const login = { username: user.username, password: `file:${password}` };
      await writeContexts(stack, {
        limited: {
          kafka: changedLeg(brokers, login),
          connect,
          cassandra: changedLeg(nodes, { ...login, username: role }),
        },
      });
      return stack.run([...command.split(" "), ...(args?.() ?? []), "--context", "limited"], {
        elsewhere: true,
        input: command === "topic produce" ? eventLine : "",
      });
    }

    test.each(lines)("$command runs with the rights of its line alone", async (line) => {
      const run = await runWith(line);
      const ends = calls[line.command]?.ends ?? [0];
      expect(ends, `${run.stdout}${run.stderr}`).toContain(run.exitCode);
    });

    /** Events reach a topic in one way, whichever command makes them. */
    const isLikeTopicProduce = ({ command }: Line): boolean => command.startsWith("produce ");
    const lesser = lines
      .filter((line) => !isLikeTopicProduce(line))
      .flatMap((line) => {
        const without = (right: string, rights: readonly string[]): readonly string[] =>
          rights.filter((other) => other !== right);
        return [
          ...line.kafka.map((right) => ({ ...line, right, kafka: without(right, line.kafka) })),
          ...line.cassandra.map((right) => ({ ...line, right, cassandra: without(right, line.cassandra) })),
        ];
      });

    test.each(lesser)("$command without $right says what is missing", async ({ right, ...line }) => {
      const run = await runWith(line);
      const said = `${run.stdout}${run.stderr}`;
      // These say what they cannot look at, and go on.
      const goesOn = right === "DELETE runs" ? 0 : { "connector validate": 0, doctor: 4 }[line.command];
      expect(run.exitCode, said).toBe(goesOn ?? 1);
      const [operation = "", where = ""] = right.split(" ");
      const on = where in besideTopic || where === "runs" ? "topic" : where;
      // Who may not even describe a topic is told that first.
      const missing = /READ|WRITE|DELETE/.test(operation) ? `(${operation}|DESCRIBE)` : operation;
      expect(said).toMatch(
        new RegExp(
          `needs ${missing} on its ${on}s|(needs|without) ${missing} on ${on} |no ${operation} permission on`,
        ),
      );
    });

    test.concurrent.each([
      ["MODIFY", "clean"],
      ["SELECT", "findings"],
    ])("a sink whose role has %s on its table alone: verify is %s", async (right, outcome) => {
      const role = await user.roleWith([]);
      const own = await copyPipeline("item-sales", (text) =>
        text.replace(
          "  config:",
          `  config:\n    auth.username: ${role}\n    auth.password: ${user.password}`,
        ),
      );
      const run = (...args: readonly string[]): Promise<CliRun> => stack.run([...args, "--file", own.file]);
      expect((await run("topic", "create")).exitCode).toBe(0);
      expect((await run("table", "init")).exitCode).toBe(0);
      await user.superuser.execute(`GRANT ${right} ON TABLE ${own.keyspace}.${own.table} TO ${role}`);
      expect((await stack.run(["topic", "produce", own.file], { input: eventLine })).exitCode).toBe(0);
      await run("connector", "deploy");
      const verified = await run("verify", "table", "--wait", "20s", "-o", "json");
      expect(JSON.parse(verified.stdout)).toMatchObject({ outcome });
      await own.remove(stack.home);
    });
  });
}
