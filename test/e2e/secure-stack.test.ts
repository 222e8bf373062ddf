import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { Client, auth } from "cassandra-driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { secretNames, secureFolder } from "#cli/core/stack/secure-folder.js";
import { basePorts } from "#cli/core/stack/plan.js";
import { scaled } from "#test/support/scaled.js";
import { waitFor } from "#test/support/wait-for.js";
import { type SecureStack, filesBelow, startSecureStack } from "#test/support/servers/secure-stack.js";
import { bundleTests } from "./secure/bundle.js";
import { canaryTests, logEverything } from "./secure/canary.js";
import { credentialTests } from "./secure/credentials.js";
import { rightsTests } from "./secure/rights.js";
import { securedPageTests } from "./secure/secured-page.js";
import { tokenTests } from "./secure/tokens.js";

let stack: SecureStack;

beforeAll(async () => {
  stack = await startSecureStack();
}, scaled(600_000));

afterAll(() => stack.remove(), scaled(180_000));

test("secrets are in files that nobody else may read, and in no list of processes", async () => {
  const { home, passwordOf } = stack;
  expect(((await stat(home)).mode & 0o777).toString(8)).toBe("700");
  const files = await filesBelow(home);
  const holding = files.filter(({ bytes }) => secretNames.some((name) => bytes.includes(passwordOf(name))));
  expect(holding.filter(({ mode }) => mode !== "600")).toEqual([]);
  const outside = holding.map(({ path }) => path).filter((path) => !path.startsWith("secure/"));
  expect(outside.sort()).toEqual([
    "cassandra/cassandra.yaml",
    "connect/worker.properties",
    "kafka/server.properties",
  ]);
  for (const { path, mode } of files.filter(({ path }) => path.startsWith("secure/"))) {
    expect(`${path} ${mode}`).toBe(`${path} 600`);
  }
  expect(files.some(({ path }) => path.endsWith(".args") && path.includes("preparation"))).toBe(false);
  const seen = [...stack.commandLines];
  expect(seen.some((line) => line.includes("keytool"))).toBe(true);
  for (const name of secretNames) {
    expect(seen.filter((line) => line.includes(passwordOf(name)))).toEqual([]);
  }
  // A salted password is as good as the password.
  expect(seen.filter((line) => line.includes("saltedpassword"))).toEqual([]);
});

/** The message of a refusal, or what a query gives. */
async function ask(username: string, password: string, cql: string): Promise<unknown> {
  const { home, offset } = stack;
  const client = new Client({
    contactPoints: [`127.0.0.1:${basePorts.cql + offset}`],
    localDataCenter: "datacenter1",
    authProvider: new auth.PlainTextAuthProvider(username, password),
    sslOptions: { ca: await readFile(secureFolder(home).authority, "utf8"), rejectUnauthorized: true },
  });
  try {
    return (await client.execute(cql)).rows;
  } catch (error) {
    return String(error);
  } finally {
    await client.shutdown();
  }
}

test("Cassandra's default superuser has no login, and the program's role cannot read passwords or make itself more", async () => {
  // A node keeps what it knows of a role for two seconds.
  await waitFor({ what: "cassandra to be refused", deadline: 10_000 }, async (seen) => {
    const answer = await ask("cassandra", "cassandra", "SELECT * FROM system.local");
    seen(answer);
    return typeof answer === "string" && answer.includes("not permitted to log in") ? true : undefined;
  });
  const cassink = ["cassink", stack.passwordOf("cassandra-cassink")] as const;
  expect(await ask(...cassink, "SELECT cluster_name FROM system.local")).toHaveLength(1);
  expect(await ask(...cassink, "SELECT salted_hash FROM system_auth.roles")).toMatch(/no SELECT permission/);
  const promotion = "UPDATE system_auth.roles SET is_superuser = true WHERE role = 'cassink'";
  expect(await ask(...cassink, promotion)).toMatch(/no MODIFY permission/);
  expect(await ask(...cassink, "CREATE ROLE other")).toMatch(/sufficient privileges/);
});

test("it stays secure without the flag, and all of it answers", async () => {
  const up = await stack.run(["up", "--port-offset", String(stack.offset)]);
  expect(up.exitCode).toBe(0);
  expect(up.stdout).toContain("was running already");
  const status = await stack.run(["status"]);
  expect(status.exitCode).toBe(0);
  expect(JSON.parse(await readFile(join(stack.home, "stack.json"), "utf8"))).toMatchObject({
    plan: { secure: true },
  });
});

test(
  "the whole path runs, and every row is right",
  async () => {
    await logEverything(stack);
    const demo = await stack.run(
      ["demo", "--secure", "--records", "2000", "--readings", "100", "-o", "json"],
      {
        deadline: 300_000,
      },
    );
    expect(demo.stderr).not.toContain("error");
    expect(demo.exitCode).toBe(0);
    expect(JSON.parse(demo.stdout)).toMatchObject({ outcome: "clean", running: true });
  },
  scaled(300_000),
);

credentialTests(() => stack);
securedPageTests(() => stack);
rightsTests(() => stack);
tokenTests(() => stack);
bundleTests(() => stack);
canaryTests(() => stack);
