import { type ConnectionSettings, legs, isAddress } from "../../core/connections/settings.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";

interface ListedContext {
  readonly name: string;
  readonly current: boolean;
  /** Each leg's addresses; empty for one that the context lacks. */
  readonly kafka: readonly string[];
  readonly connect: readonly string[];
  readonly cassandra: readonly string[];
}

export interface ContextListResult extends CommandResult {
  readonly contexts: readonly ListedContext[];
  readonly file: string;
}

export async function run(_input: object, { contexts }: CommandContext): Promise<ContextListResult> {
  const { current, contexts: known } = await contexts.read();
  const listed = [...known].map(([name, settings]) => {
    const [kafka = [], connect = [], cassandra = []] = legs.map((leg) => addressesIn(settings, leg));
    return { name, current: name === current, kafka, connect, cassandra };
  });
  return { outcome: "clean", contexts: listed, file: contexts.file };
}

function addressesIn(settings: ConnectionSettings, leg: keyof ConnectionSettings): readonly string[] {
  return Object.entries(settings[leg] ?? {}).flatMap(([key, value]: [string, unknown]) =>
    isAddress(key) ? (value as string | readonly string[]) : [],
  );
}
