import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { basePorts } from "#cli/core/stack/plan.js";
import { secretNames, secureFolder } from "#cli/core/stack/secure-folder.js";
import { program } from "#cli/program.js";
import { checkOutput } from "#test/support/output-schema.js";
import { type SecureStack, connectClient, filesBelow } from "#test/support/servers/secure-stack.js";

/** What speaks of logins and configs in a worker. */
const loggers = [
  "io.cassink",
  "com.datastax",
  "org.apache.kafka.connect",
  "org.apache.kafka.common.config",
  "org.apache.kafka.common.security",
];

export async function logEverything(stack: SecureStack): Promise<void> {
  const client = await connectClient(stack);
  for (const logger of loggers) await client.put(`/admin/loggers/${logger}`, { level: "TRACE" });
}

const canaries = { typed: "canary-typed-7719", variable: "canary-variable-2264" } as const;

/** After everything else of a secure stack has run: no secret has come out of its place. */
export function canaryTests(stackOf: () => SecureStack): void {
  describe("no secret is printed or logged", () => {
    let stack: SecureStack;
    beforeAll(() => {
      stack = stackOf();
    });

    test("by the commands that are about logins themselves", async () => {
      const login = ["--kafka-sasl", "scram-sha-512", "--kafka-username", "cassink"];
      const tls = ["--kafka-ca", secureFolder(stack.home).authority];
      const broker = ["--bootstrap-servers", `127.0.0.1:${basePorts.kafka + stack.offset}`];
      const add = await stack.run(
        ["context", "add", "typed", ...broker, ...tls, ...login, "--kafka-password", "ask"],
        { input: `${canaries.typed}\n` },
      );
      expect(add.exitCode).toBe(0);
      for (const words of [["show", "typed"], ["list"], ["use", "typed"]]) {
        expect((await stack.run(["context", ...words])).exitCode).toBe(0);
      }
      const typed = await stack.run(["topic", "list", "--context", "typed"], { elsewhere: true });
      expect(typed.exitCode).toBe(1);
      const variable = await stack.run(
        ["topic", "list", ...broker, ...tls, ...login, "--kafka-password", "env:CANARY", "-o", "json"],
        { elsewhere: true, env: { CANARY: canaries.variable } },
      );
      expect(variable.exitCode).toBe(1);
      const files = await filesBelow(stack.configFolder);
      expect(files.filter(({ bytes }) => bytes.includes(canaries.typed)).map(({ mode }) => mode)).toEqual([
        "600",
      ]);
      expect((await stack.run(["context", "remove", "typed"])).exitCode).toBe(0);
      expect((await stack.run(["logs", "-n", "100000"])).exitCode).toBe(0);
    });

    test("by the commands that are about the program and its plugins", async () => {
      for (const words of [
        ["connector", "plugins", "--sensitive"],
        ["export", "--strimzi"],
        ["lint"],
        ["completion", "bash"],
        ["complete", "--", "connector", "status", ""],
      ]) {
        const { exitCode, stderr } = await stack.run(words);
        expect(exitCode, stderr).toBe(0);
      }
      const { stdout } = await stack.run(["export", "--strimzi", "-o", "json"]);
      checkOutput(["export"], JSON.parse(stdout));
    });

    test("by a command that goes on until Ctrl-C", async () => {
      const { exitCode, stderr } = await stack.run(["connector", "watch"], {
        onOutput: (_, watch) => watch.kill("SIGINT"),
      });
      expect(exitCode, stderr).toBe(0);
    });

    test("by the commands on dead letters, which the shipped pipelines do not keep", async () => {
      const list = await stack.run(["dlq", "list"]);
      expect([list.exitCode, list.stdout]).toEqual([0, "no pipeline has a dead-letter topic\n"]);
      for (const words of [["show"], ["export"], ["replay", "--yes"], ["purge", "--yes"]]) {
        const [verb = "", ...flags] = words;
        const place = verb === "show" ? ["item_sales-0@0"] : [];
        const { exitCode, stderr } = await stack.run(["dlq", verb, "item-sales", ...place, ...flags]);
        expect(exitCode, stderr).toBe(1);
        expect(stderr).toContain("has no dead-letter topic");
      }
    });

    test("by a proof, which has the connector's config", async () => {
      const proof = join(stack.configFolder, "proof.json");
      const made = await stack.run(["verify", "table", "item-sales", "--wait", "30s", "--proof", proof]);
      expect([0, 3, 4], made.stderr).toContain(made.exitCode);
      const { exitCode, stdout } = await stack.run(["verify", "proof", proof]);
      expect(exitCode, stdout).toBe(0);
      const text = await readFile(proof, "utf8");
      expect(text).toContain("auth.username");
      for (const name of secretNames) expect(text).not.toContain(stack.passwordOf(name));
    });

    test("by the commands on runs that several processes share", async () => {
      const shared = await stack.run(["verify", "table", "item-sales", "--wait", "30s", "--run", "canary"]);
      expect([0, 3, 4], shared.stderr).toContain(shared.exitCode);
      expect((await stack.run(["verify", "runs", "clean", "canary", "--yes"])).stdout).toContain("absent");
      const list = await stack.run(["verify", "runs", "list"]);
      expect([list.exitCode, list.stdout]).toEqual([0, expect.not.stringContaining("canary")]);
    });

    test("by any command at its highest verbosity, or a server's log", async () => {
      const called = stack.called.map((args) => args.join(" "));
      const words = program.commands.map((command) => command.words.join(" "));
      const notCalled = words.filter((command) => !called.some((line) => line.startsWith(command)));
      // `down` comes last, when the stack is removed.
      expect(notCalled).toEqual(["down"]);
      const secrets = [
        ...secretNames.map((name) => stack.passwordOf(name)),
        ...Object.values(canaries),
        "saltedpassword",
      ];
      for (const secret of secrets) expect(stack.printed.filter((text) => text.includes(secret))).toEqual([]);
      const logs = (await filesBelow(stack.home)).filter(
        ({ path }) => !/^(secure|kafka|connect|cassandra)\//.test(path),
      );
      expect(logs.map(({ path }) => path)).toContain("logs/connect.log");
      expect(logs.find(({ path }) => path === "logs/connect.log")?.bytes.includes(" TRACE ")).toBe(true);
      for (const secret of secrets) {
        expect(logs.filter(({ bytes }) => bytes.includes(secret)).map(({ path }) => path)).toEqual([]);
      }
    });

    test("down --purge leaves neither keys nor context", async () => {
      const contexts = await stack.run(["context", "list", "-o", "json"]);
      expect(contexts.stdout).toContain("local-secure");
      const down = await stack.run(["down", "--purge", "--yes"]);
      expect(down.exitCode).toBe(0);
      expect(down.stdout).toContain("The context local-secure is removed.");
      await expect(readFile(secureFolder(stack.home).authority)).rejects.toThrow();
      expect((await stack.run(["context", "list", "-o", "json"])).stdout).not.toContain("local-secure");
    });
  });
}
