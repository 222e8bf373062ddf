import { expect, test } from "vitest";
import { parse } from "yaml";
import { dropOwnContext, keepOwnContext } from "#cli/commands/stack/own-context.js";
import { parseContexts } from "#cli/core/connections/contexts.js";
import type { Contexts } from "#cli/core/connections/named-context.js";
import type { ConnectionSettings } from "#cli/core/connections/settings.js";
import { InputError } from "#cli/errors.js";
import type { ContextsFile } from "#cli/ports/contexts.js";

const file = "/c/contexts.yaml";

/** contexts.yaml in memory; counts how often it is written. */
function memory(): ContextsFile & { readonly text: () => string; readonly writes: () => number } {
  let current = "{}";
  let writes = 0;
  const read = (): Contexts => parseContexts(current, { file, check: () => [], resolve: (path) => path });
  return {
    file,
    text: () => current,
    writes: () => writes,
    read: () => Promise.resolve(read()),
    change: (edit) => {
      current = edit(current, read());
      writes += 1;
      return Promise.resolve();
    },
  };
}

const settingsOf = (home: string): ConnectionSettings => ({
  kafka: { bootstrapServers: ["127.0.0.1:9092"], ca: `${home}/secure/authority.pem` },
});

const namesIn = (text: string): readonly string[] =>
  Object.keys((parse(text) as { readonly contexts?: object }).contexts ?? {});

test("a secure stack has a context, which is written once", async () => {
  const contexts = memory();
  expect(await keepOwnContext(contexts, settingsOf("/one"))).toEqual({ name: "local-secure" });
  expect(await keepOwnContext(contexts, settingsOf("/one"))).toEqual({ name: "local-secure" });
  expect(contexts.writes()).toBe(1);
});

test("a second home has another name, and each loses its own", async () => {
  const contexts = memory();
  await keepOwnContext(contexts, settingsOf("/one"));
  expect(await keepOwnContext(contexts, settingsOf("/two"))).toEqual({ name: "local-secure-2" });
  expect(await dropOwnContext(contexts, "/one/secure/authority.pem")).toEqual({ name: "local-secure" });
  expect(namesIn(contexts.text())).toEqual(["local-secure-2"]);
  expect(await dropOwnContext(contexts, "/one/secure/authority.pem")).toBeUndefined();
});

test("contexts that cannot be read stop no stack", async () => {
  const broken: ContextsFile = {
    file,
    read: () => Promise.reject(new InputError("the contexts cannot be read", { where: `${file}:3` })),
    change: () => Promise.resolve(),
  };
  const problem = { problem: "the contexts cannot be read (/c/contexts.yaml:3)" };
  expect(await keepOwnContext(broken, settingsOf("/one"))).toEqual(problem);
  expect(await dropOwnContext(broken, "/one/secure/authority.pem")).toEqual(problem);
});
