import { describe, expect, it } from "vitest";
import { run as add } from "#cli/commands/context/add.js";
import { run as list } from "#cli/commands/context/list.js";
import { run as remove } from "#cli/commands/context/remove.js";
import { run as show } from "#cli/commands/context/show.js";
import { run as use } from "#cli/commands/context/use.js";
import { parseContexts } from "#cli/core/connections/contexts.js";
import { parseSecretSource } from "#cli/core/connections/secret-source.js";
import type { ConnectionSettings } from "#cli/core/connections/settings.js";
import { Secret } from "#cli/core/secret.js";
import { UsageError } from "#cli/errors.js";
import type { CommandContext } from "#cli/ports/context.js";
import type { ContextsFile } from "#cli/ports/contexts.js";
import { renderAdd, renderList, renderShow } from "#cli/reporters/context.js";
import { fakeContext } from "#test/support/fakes/context.js";

const file = "/config/contexts.yaml";
const terminal = { width: Infinity, color: false };

/** A file in memory. */
function contextsOf(): ContextsFile & { readonly text: () => string } {
  let text = "";
  const read = () => parseContexts(text, { file, check: () => [], resolve: (path) => path });
  return {
    file,
    text: () => text,
    read: () => Promise.resolve(read()),
    change: (edit) => {
      text = edit(text, read());
      return Promise.resolve();
    },
  };
}

const kafka = { bootstrapServers: ["a:1"] };

function contextWith(
  contexts: ContextsFile,
  flags: ConnectionSettings = { kafka },
  chosenContext?: string,
): CommandContext {
  const asked = { ask: (what: string) => Promise.resolve(new Secret(`typed for ${what}`)) };
  return fakeContext({
    contexts,
    flags,
    credentials: asked,
    ...(chosenContext === undefined ? {} : { chosenContext }),
  }).context;
}

describe("context add", () => {
  it("keeps what the flags say, asks for what shall be typed, and shows none of it", async () => {
    const contexts = contextsOf();
    const connect = { urls: ["https://a"], token: parseSecretSource("ask") } as const;
    const result = await add(
      {
        name: "prod",
        connectorKeys: [
          "auth.username=sink",
          "receipts.producer.security.protocol=SSL",
          "auth.password=${file:/db:password}",
        ],
      },
      contextWith(contexts, { kafka, connect, cassandra: { contactPoints: ["c"] } }),
    );
    expect(result).toEqual({ outcome: "clean", context: "prod", action: "added", current: false, file });
    expect(renderAdd(result)).toContain("--context prod");
    const secret = "typed for bearer token, instead of user and password for Kafka Connect";
    expect(contexts.text()).toContain(`clear:${secret}`);
    const shown = await show({ name: "prod" }, contextWith(contexts));
    expect(shown.settings).toEqual({
      kafka: { ...kafka, connector: { "receipts.producer.security.protocol": "SSL" } },
      connect: { urls: ["https://a"], token: "clear:********" },
      cassandra: {
        contactPoints: ["c"],
        connector: { "auth.username": "sink", "auth.password": "${file:/db:password}" },
      },
    });
    expect(renderShow(shown, terminal)).not.toContain("typed");
  });

  it("replaces a context only when it is told to, and the current one stays it", async () => {
    const contexts = contextsOf();
    await add({ name: "a", use: true }, contextWith(contexts));
    await expect(add({ name: "a" }, contextWith(contexts))).rejects.toThrow("there is a context a already");
    const other = { kafka: { bootstrapServers: ["b:1"] } };
    const result = await add({ name: "a", replace: true }, contextWith(contexts, other));
    expect(result).toMatchObject({ action: "replaced", current: true });
    expect((await contexts.read()).contexts.get("a")).toEqual(other);
  });

  it.each<readonly [string, ConnectionSettings, readonly string[]]>([
    ["no server", {}, []],
    ["no address", { kafka: { username: "me" } }, []],
    ["a user and a password", { kafka: { ...kafka, sasl: "plain", username: "me" } }, []],
    ["a secret in the clear", { cassandra: { contactPoints: ["c"] } }, ["auth.password=hunter2"]],
    ["no key before", { cassandra: { contactPoints: ["c"] } }, ["hunter2"]],
  ])("refuses settings that make no connection: %s", async (_, flags, connectorKeys) => {
    const contexts = contextsOf();
    const refused = add({ name: "a", connectorKeys }, contextWith(contexts, flags));
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.not.toThrow("hunter2");
    expect(contexts.text()).toBe("");
  });
});

describe("the current context", () => {
  it("is used, listed, shown without a name, and forgotten when it is removed", async () => {
    const contexts = contextsOf();
    const context = contextWith(contexts);
    for (const name of ["a", "b"]) await add({ name }, context);
    await expect(show({}, context)).rejects.toThrow("no context is named");
    await use({ name: "b" }, context);
    const listed = await list({}, context);
    expect(listed.contexts.map(({ name, current }) => [name, current])).toEqual([
      ["a", false],
      ["b", true],
    ]);
    expect(renderList(listed, terminal)).toMatch(/^b +\* +a:1 +- +-$/m);
    expect((await show({}, context)).context).toBe("b");
    expect((await show({}, contextWith(contexts, {}, "a"))).context).toBe("a");
    expect(await remove({ name: "b" }, context)).toMatchObject({ wasCurrent: true });
    expect((await list({}, context)).contexts).toMatchObject([{ name: "a", current: false }]);
    await use({ none: true }, context);
  });

  it("is one that there is, or none by --none", async () => {
    const context = contextWith(contextsOf());
    await expect(use({ name: "a" }, context)).rejects.toThrow("there is no context a");
    await expect(remove({ name: "a" }, context)).rejects.toThrow("there is no context a");
    await expect(use({}, context)).rejects.toThrow(UsageError);
    await expect(use({ name: "a", none: true }, context)).rejects.toThrow(UsageError);
  });
});
