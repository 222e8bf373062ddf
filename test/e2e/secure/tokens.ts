import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secureFolder } from "#cli/core/stack/secure-folder.js";
import type { CliRun } from "#test/support/cli.js";
import { scaled } from "#test/support/scaled.js";
import { type BearerFront, startBearerFront } from "#test/support/servers/bearer-front.js";
import { changedLeg, writeContexts } from "#test/support/servers/secure-contexts.js";
import type { SecureStack } from "#test/support/servers/secure-stack.js";
import { type TokenBroker, startTokenBroker } from "#test/support/servers/token-broker.js";
import { type SecureFolder, makeSecureFolder } from "#test/support/tls/secure-folder.js";
import { type TokenIssuer, startTokenIssuer } from "#test/support/tls/token-issuer.js";

const legs = ["kafka", "connect"] as const;
type TokenLeg = (typeof legs)[number];

const commands: Readonly<Record<TokenLeg, readonly string[]>> = {
  kafka: ["topic", "list"],
  connect: ["connector", "list"],
};
/** Milliseconds, on a quiet machine, from the call of the program to its end. */
const deadline = 10_000;

interface Case {
  readonly kind: string;
  /** What prints the token; undefined for no login at all. */
  readonly command: (issuers: {
    readonly right: TokenIssuer;
    readonly other: TokenIssuer;
  }) => string | undefined;
  /** The first line of what is said. */
  readonly says: Readonly<Record<TokenLeg, RegExp>>;
}

const refused = {
  kafka: /^error: Kafka refuses the token$/,
  connect: /^error: Kafka Connect wants a right login \(HTTP 401\)/,
};
const byItself = (words: string): Case["says"] => ({
  kafka: new RegExp(`^error: the token for Kafka ${words}`),
  connect: new RegExp(`^error: the token for Kafka Connect ${words}`),
});

const cases: readonly Case[] = [
  {
    kind: "one that has just expired",
    command: ({ right }) => right.command({ lifetime: -10 }),
    says: refused,
  },
  {
    kind: "one that expired long ago",
    command: ({ right }) => right.command({ lifetime: -3_600 }),
    says: byItself("has expired at 20"),
  },
  {
    kind: "one for another audience",
    command: ({ right }) => right.command({ audience: "others" }),
    says: refused,
  },
  { kind: "one that another key has signed", command: ({ other }) => other.command(), says: refused },
  { kind: "what is no token", command: () => "echo no-token", says: refused },
  { kind: "what could be no token", command: () => "echo no token", says: refused },
  {
    kind: "a command that fails",
    command: () => "echo a-token; exit 3",
    says: byItself("is missing: its command ended with 3"),
  },
  {
    kind: "a command that prints nothing",
    command: () => "true",
    says: byItself("is missing: its command printed nothing"),
  },
  {
    kind: "no token",
    command: () => undefined,
    says: { kafka: /^error: Kafka closes the connection: cannot list topics$/, connect: refused.connect },
  },
];

/** Kafka and Connect, where a client logs in with a token that a command prints. */
export function tokenTests(stackOf: () => SecureStack): void {
  describe.concurrent("a token that a command prints", () => {
    let stack: SecureStack;
    let certificates: SecureFolder;
    let issuers: { readonly right: TokenIssuer; readonly other: TokenIssuer };
    let broker: TokenBroker;
    let front: BearerFront;

    beforeAll(async () => {
      stack = stackOf();
      certificates = await makeSecureFolder();
      issuers = { right: await startTokenIssuer(), other: await startTokenIssuer() };
      front = await startBearerFront(stack, certificates, issuers.right);
      broker = await startTokenBroker(stack, issuers.right);
    });

    afterAll(async () => {
      await broker.stop();
      await Promise.all([front, issuers.right, issuers.other].map((server) => server.close()));
      await certificates.remove();
    });

    async function reach(leg: TokenLeg, command: string | undefined, words = commands[leg]): Promise<CliRun> {
      const configFolder = await mkdtemp(join(stack.folder, "config-"));
      const address = {
        kafka: { bootstrapServers: broker.address, ca: secureFolder(stack.home).authority },
        connect: { urls: front.url, ca: certificates.ca },
      }[leg];
      const token = command === undefined ? undefined : `command:${command}`;
      await writeContexts({ configFolder }, { tried: { [leg]: changedLeg(address, { token }) } });
      const run = await stack.run([...words, "--context", "tried"], {
        elsewhere: true,
        env: { CASSINK_CONFIG_HOME: configFolder },
      });
      const said = `${run.stdout}${run.stderr}`;
      for (const { tokens } of [issuers.right, issuers.other]) {
        expect(tokens.filter((one) => said.includes(one))).toEqual([]);
      }
      return run;
    }

    test.each(legs)("%s takes the right one", async (leg) => {
      const { exitCode, stderr } = await reach(leg, issuers.right.command());
      expect(exitCode, stderr).toBe(0);
    });

    test.each(legs.flatMap((leg) => cases.map((each) => ({ leg, ...each }))))(
      "$leg refuses $kind",
      async ({ leg, command, says }) => {
        const start = Date.now();
        const run = await reach(leg, command(issuers));
        expect(Date.now() - start).toBeLessThan(scaled(deadline));
        expect(run.exitCode).toBe(1);
        expect(run.stdout).toBe("");
        expect(run.stderr.split("\n")[0]).toMatch(says[leg]);
        expect(run.stderr).not.toContain("defect of cassink");
      },
    );

    test("a command that runs longer than its token goes on with another", async () => {
      const token = issuers.right.command({ lifetime: 6 });
      expect((await reach("kafka", token, ["topic", "create", "item-sales"])).exitCode).toBe(0);
      const before = issuers.right.tokens.length;
      const produce = ["produce", "item-sales", "--rate", "20", "--count", "200"];
      const { exitCode, stdout, stderr } = await reach("kafka", token, produce);
      expect(exitCode, stderr).toBe(0);
      expect(stdout).toContain("200 records acknowledged");
      // One when it starts, one a connection, and one more when that ends.
      expect(issuers.right.tokens.length - before).toBeGreaterThan(2);
    });
  });
}
