import { isDeepStrictEqual } from "node:util";
import type { Contexts } from "../../core/connections/named-context.js";
import { withContext, withoutContext } from "../../core/connections/contexts-text.js";
import type { ConnectionSettings } from "../../core/connections/settings.js";
import { CassinkError } from "../../errors.js";
import type { ContextsFile } from "../../ports/contexts.js";

/** The context of a secure stack; `problem` says why there is none, which is no reason to stop a stack. */
export type OwnContext = { readonly name: string } | { readonly problem: string };

/** Keeps how a secure stack is reached under a name, for calls from other folders; the stack's authority tells whose it is. */
export async function keepOwnContext(
  contexts: ContextsFile,
  settings: ConnectionSettings,
): Promise<OwnContext> {
  try {
    const known = await contexts.read();
    const name = ownName(known, settings.kafka?.ca) ?? freeName(known);
    if (!isDeepStrictEqual(known.contexts.get(name), settings)) {
      await contexts.change((text) => withContext(text, { name, settings }));
    }
    return { name };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** Removes the context of a stack whose keys are gone. */
export async function dropOwnContext(
  contexts: ContextsFile,
  authority: string,
): Promise<OwnContext | undefined> {
  try {
    const name = ownName(await contexts.read(), authority);
    if (name === undefined) return undefined;
    await contexts.change((text) => withoutContext(text, name));
    return { name };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function ownName({ contexts }: Contexts, authority: string | undefined): string | undefined {
  return [...contexts].find(([, settings]) => settings.kafka?.ca === authority)?.[0];
}

/** `local-secure`, or `local-secure-2` where another home's stack has that name. */
function freeName({ contexts }: Contexts): string {
  const names = ["local-secure", ...Array.from(contexts, (_, index) => `local-secure-${index + 2}`)];
  return names.find((name) => !contexts.has(name)) ?? "local-secure";
}

function problemOf(error: unknown): string {
  if (!(error instanceof CassinkError)) throw error;
  return error.where === undefined ? error.message : `${error.message} (${error.where})`;
}
