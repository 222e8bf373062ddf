import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Leg } from "#cli/core/connections/settings.js";
import type { CliRun } from "#test/support/cli.js";
import { scaled } from "#test/support/scaled.js";
import { changedLeg, secureLegs, writeContexts } from "#test/support/servers/secure-contexts.js";
import { type SecureStack, secretFile } from "#test/support/servers/secure-stack.js";
import {
  type SecureFolder as TlsFolder,
  makeSecureFolder as makeTlsFolder,
} from "#test/support/tls/secure-folder.js";
import { type SecureServer, startSecureServer } from "#test/support/tls/secure-server.js";

const commands: Readonly<Record<Leg, readonly string[]>> = {
  kafka: ["topic", "list"],
  connect: ["connector", "list"],
  cassandra: ["table", "show", "item-sales", "--limit", "1"],
};
const legs = ["kafka", "connect", "cassandra"] as const;
/** Milliseconds, on a quiet machine, from the call of the program to its end. */
const deadline = 10_000;
const wrongPassword = "a-wrong-one-5512";

type Settings = Readonly<Record<string, unknown>>;

interface Case {
  readonly kind: string;
  /** Undefined leaves a setting out. */
  readonly change: (leg: Leg) => Settings | Promise<Settings>;
  /** The first line of what is said. */
  readonly says: RegExp;
}

/** Each leg of a secure stack, on which the demo has run, with the right credential and with each wrong one. */
export function credentialTests(stackOf: () => SecureStack): void {
  // Most of a case is waiting: for a server, or between kafkajs' attempts.
  describe.concurrent("each leg, with each kind of credential", () => {
    let stack: SecureStack;
    let certificates: TlsFolder;
    const fronts = new Map<string, SecureServer>();

    beforeAll(async () => {
      stack = stackOf();
      certificates = await makeTlsFolder();
      for (const kind of ["expired", "wrong host"] as const) {
        fronts.set(kind, await startSecureServer(certificates, kind));
      }
    });

    afterAll(async () => {
      await Promise.all([...fronts.values()].map((front) => front.close()));
      await certificates.remove();
    });

    async function reach(leg: Leg, change: Settings): Promise<CliRun> {
      const configFolder = await mkdtemp(join(stack.folder, "config-"));
      await writeContexts({ configFolder }, { tried: { [leg]: changedLeg(secureLegs(stack)[leg], change) } });
      const start = Date.now();
      const run = await stack.run([...commands[leg], "--context", "tried"], {
        elsewhere: true,
        env: { CASSINK_CONFIG_HOME: configFolder },
      });
      expect(Date.now() - start).toBeLessThan(scaled(deadline));
      return run;
    }

    const isRefused = (run: CliRun, says: RegExp): void => {
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toBe("");
      expect(run.stderr.split("\n")[0]).toMatch(says);
      expect(run.stderr).not.toContain("defect of cassink");
      expect(run.stderr).not.toContain(wrongPassword);
    };

    const noLogin = { username: undefined, password: undefined, sasl: undefined };
    const cases: readonly Case[] = [
      {
        kind: "a wrong password",
        change: async () => ({
          password: `file:${await secretFile(stack, "wrong-password", wrongPassword)}`,
        }),
        says: /^error: .*(refuses the (login|user or the password)|wants a right login)/,
      },
      {
        kind: "an unknown user",
        change: () => ({ username: "nobody" }),
        says: /^error: .*(refuses the (login|user or the password)|wants a right login)/,
      },
      {
        kind: "no login",
        change: () => noLogin,
        says: /^error: .*(wants a (right login|user and a password)|closes the connection)/,
      },
      {
        kind: "another authority",
        change: () => ({ ca: certificates.ca }),
        says: /^error: .*its certificate comes from an authority that is not trusted here/,
      },
      {
        kind: "no authority",
        change: (leg) => ({ ca: undefined, ...(leg === "connect" ? {} : { tls: true }) }),
        says: /^error: .*its certificate comes from an authority that is not trusted here/,
      },
      {
        kind: "no TLS",
        change: (leg) => ({
          ...noLogin,
          ca: undefined,
          ...(leg === "connect"
            ? { urls: String(secureLegs(stack).connect["urls"]).replace("https", "http") }
            : {}),
        }),
        says: /^error: /,
      },
    ];

    test.each(legs)("%s takes the right one", async (leg) => {
      expect((await reach(leg, {})).exitCode).toBe(0);
    });

    test.each(legs.flatMap((leg) => cases.map((each) => ({ leg, ...each }))))(
      "$leg refuses $kind",
      async ({ leg, change, says }) => {
        isRefused(await reach(leg, await change(leg)), says);
      },
    );

    test.each(
      legs.flatMap((leg) => [
        { leg, kind: "expired", says: /^error: .*its certificate has expired/ },
        { leg, kind: "wrong host", says: /^error: .*its certificate is for another host/ },
      ]),
    )("$leg: a server gets no login whose certificate is $kind", async ({ leg, kind, says }) => {
      const front = fronts.get(kind);
      const address = `127.0.0.1:${front?.port ?? 0}`;
      const place = { kafka: "bootstrapServers", connect: "urls", cassandra: "contactPoints" }[leg];
      const changed = { [place]: leg === "connect" ? `https://${address}` : address, ca: certificates.ca };
      isRefused(await reach(leg, changed), says);
      expect(front?.received()).toBe(0);
    });
  });
}
