import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
  /** Its exit code with all of its rights, if not 0. */
  readonly ends?: number;
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

const eventLine =
  '{"item_id":"plates-235","item_sold":23,"item_name":"Plates","timestamp_ms":"1530305100936","store_id":"Hermitage - 1"}\n';

/** Each command of the page with the rights of its line, and without each of them. */
export function rightsTests(stackOf: () => SecureStack): void {
  describe("least privilege", () => {
    let stack: SecureStack;
    let user: LimitedUser;
    let pipeline: PipelineCopy;
    let password: string;

    const asAdmin = async (...args: readonly string[]): Promise<CliRun> => {
      const run = await stack.run([...args, "--file", pipeline.file]);
      if (run.exitCode !== 0) throw new Error(`${args.join(" ")}: ${run.stdout}${run.stderr}`);
      return run;
    };

    beforeAll(async () => {
      stack = stackOf();
      user = await makeLimitedUser(stack);
      password = await secretFile(stack, "limited-password", user.password);
      pipeline = await copyPipeline("item-sales");
    });

    afterAll(async () => {
      await pipeline.remove(stack.home);
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
    const prepare = async ({ needs = [], makes }: Call): Promise<void> => {
      if (makes !== undefined && (await isThere[makes]())) await asAdmin(...removing[makes]);
      for (const thing of needs) if (!(await isThere[thing]())) await asAdmin(...making[thing]);
    };

    const file = (): readonly string[] => ["--file", pipeline.file];
    const calls: Readonly<Record<string, Call>> = {
      "topic create": { args: file, makes: "topic" },
      "topic list": { args: file, needs: ["topic"] },
      "topic describe": { args: file, needs: ["topic"] },
      "topic peek": { args: file, needs: ["topic"] },
      "topic delete": { args: () => [...file(), "--yes"], needs: ["topic"] },
      "topic produce": { args: file, needs: ["topic"] },
      "produce item-sales": { args: () => ["--count", "10"], topic: "item_sales" },
      "produce weather": { args: () => ["--count", "10", "--interval", "0"], topic: "weather_info" },
      "table init": { args: file, makes: "table" },
      "table diff": { args: file, needs: ["table"] },
      "table show": { args: file, needs: ["table"] },
      "table why": { args: () => [...file(), "plates-235"], needs: ["table", "topic"] },
      "table drop": { args: () => [...file(), "--yes"], needs: ["table"] },
      "connector validate": { args: file, needs: ["table", "topic"] },
      "connector preview": { args: file, needs: ["table", "topic"] },
      // The connector has the login of an administrator's context, which is not the limited user's.
      "connector plan": { args: file, needs: ["table", "topic"], ends: 3 },
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
    };

    const kafkaRight = (text: string, topicName: string): KafkaRight => {
      const [operation = "", resource] = text.split(" ");
      return resource === "group"
        ? { operation, resource, name: `connect-${pipeline.connector}` }
        : { operation, resource: "topic", name: topicName };
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
      const { args, topic: topicName = pipeline.topic } = call;
      await prepare(call);
      await user.mayOnKafka(kafka.map((right) => kafkaRight(right, topicName)));
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
      expect(run.exitCode, `${run.stdout}${run.stderr}`).toBe(calls[line.command]?.ends ?? 0);
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
      // What it cannot look at is no finding of `connector validate`, which says so.
      expect(run.exitCode, said).toBe(line.command === "connector validate" ? 0 : 1);
      const [operation = "", on = ""] = right.split(" ");
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
