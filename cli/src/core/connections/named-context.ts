import { UsageError } from "../../errors.js";
import { whatIsKnown } from "../suggestion.js";
import type { ConnectionSources, NamedContext } from "./choose-leg.js";
import type { ConnectionSettings } from "./settings.js";

/** What contexts.yaml holds. */
export interface Contexts {
  /** By `context use`; there may be no such context. */
  readonly current: string | undefined;
  readonly contexts: ReadonlyMap<string, ConnectionSettings>;
}

/** @throws UsageError when the name is no name of a context */
export function checkContextName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)) return;
  throw new UsageError("that is no name of a context", {
    hint: "a name has up to 63 letters, digits, dots, dashes and underscores, and begins with a letter or digit",
  });
}

/** @throws UsageError when there is no such context */
export function contextNamed(name: string, { contexts }: Contexts): NamedContext {
  checkContextName(name);
  const settings = contexts.get(name);
  if (settings !== undefined) return { name, settings };
  const names = [...contexts.keys()];
  throw new UsageError(`there is no context ${name}`, {
    hint:
      names.length === 0
        ? "make it with: cassink context add"
        : `${whatIsKnown(name, names)}: cassink context list shows them all`,
  });
}

/**
 * The context of this name and the current one. What is wrong with the file or the name is thrown when they are asked for:
 * `cassink down` needs none of them.
 */
export async function countingContexts(
  file: { read(): Promise<Contexts> },
  chosen: string | undefined,
): Promise<() => Pick<ConnectionSources, "chosen" | "current">> {
  try {
    const contexts = await file.read();
    return () => {
      const { current } = contexts;
      if (chosen !== undefined) return { chosen: contextNamed(chosen, contexts) };
      return current === undefined ? {} : { current: contextNamed(current, contexts) };
    };
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
