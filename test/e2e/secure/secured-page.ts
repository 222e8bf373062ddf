import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Client } from "cassandra-driver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { basePorts } from "#cli/core/stack/plan.js";
import { secureFolder } from "#cli/core/stack/secure-folder.js";
import type { CliRun } from "#test/support/cli.js";
import { argumentsOf, blocksOf, securedPage } from "#test/support/docs/blocks.js";
import { superuserOf } from "#test/support/servers/limited-user.js";
import { type SecureStack, secretFile } from "#test/support/servers/secure-stack.js";

const pipeline = ["-f", "docs/examples/transactions/transactions.yaml", "--context", "prod"];
const passwords = { owner: "of-the-owner-1", sink: "of-the-sink-1" };

/** The commands and the CQL of docs/secured.md, from its beginning to its end, with a secure stack's addresses and files. */
export function securedPageTests(stackOf: () => SecureStack): void {
  describe(securedPage, () => {
    let stack: SecureStack;
    let superuser: Client;
    let configFolder: string;
    let isHere: ReadonlyMap<string, string>;

    beforeAll(async () => {
      stack = stackOf();
      superuser = await superuserOf(stack);
      configFolder = await mkdtemp(join(stack.folder, "config-"));
      const { authority, trustStore, connectorLogin, password } = secureFolder(stack.home);
      const at = (port: number): string => `127.0.0.1:${port + stack.offset}`;
      const login = join(dirname(connectorLogin), "transactions.properties");
      await mkdir(dirname(login), { recursive: true });
      await writeFile(login, `username=transactions_sink\npassword=${passwords.sink}\n`, { mode: 0o600 });
      isHere = new Map([
        ["kafka-1:9093", at(basePorts.kafka)],
        ["connect-1:8083", at(basePorts.connect)],
        ["cassandra-1:9042", at(basePorts.cql)],
        ["ca.pem", authority],
        ["secrets/kafka", password("kafka-cassink")],
        ["secrets/connect", password("connect-cassink")],
        ["secrets/cassandra", await secretFile(stack, "owner-password", passwords.owner)],
        ["/run/secrets/cassandra.properties", login],
        ["/run/secrets/ca.p12", trustStore],
      ]);
    });

    afterAll(async () => {
      await run(["connector", "delete", ...pipeline]);
      await run(["topic", "delete", "--yes", ...pipeline]);
      await run(["table", "drop", "--yes", ...pipeline]);
      for (const role of ["owner", "sink"])
        await superuser.execute(`DROP ROLE IF EXISTS transactions_${role}`);
      await superuser.shutdown();
    });

    const run = (args: readonly string[]): Promise<CliRun> =>
      stack.run(args, { elsewhere: true, env: { CASSINK_CONFIG_HOME: configFolder }, deadline: 240_000 });

    /** The longest first: the path of a file may contain another's. */
    const here = (word: string): string =>
      [...isHere]
        .sort(([one], [other]) => other.length - one.length)
        .reduce((text, [page, found]) => (text.includes(found) ? text : text.replace(page, found)), word);

    const blocks = blocksOf(securedPage, ["", "sql"]).filter(({ notRun }) => notRun === undefined);
    for (const { where, language, text, commands } of blocks) {
      if (language === "sql") {
        test(`${where} is carried out`, async () => {
          for (const statement of text
            .split(";")
            .map((part) => part.trim())
            .filter((part) => part !== "")) {
            await superuser.execute(statement);
          }
        });
        continue;
      }
      for (const command of commands) {
        test(`${where}: ${command.slice(0, 60)}`, async () => {
          const { exitCode, stdout, stderr } = await run(argumentsOf(command).map(here));
          expect(exitCode, `${command}\n${stdout}\n${stderr}`).toBe(0);
        });
      }
    }
  });
}
