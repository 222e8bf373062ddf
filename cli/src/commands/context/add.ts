import { checkSettings } from "../../core/connections/check-leg.js";
import { connectorKeys, isOfReceipts } from "../../core/connections/contexts.js";
import { checkContextName } from "../../core/connections/named-context.js";
import { withContext, withCurrent } from "../../core/connections/contexts-text.js";
import { fieldsOf, legNames } from "../../core/connections/fields.js";
import type { SecretSource } from "../../core/connections/secret-source.js";
import { type ConnectionSettings, legs } from "../../core/connections/settings.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { Credentials } from "../../ports/credentials.js";
import type { ContextAddInput } from "../../program/context.js";

export interface ContextAddResult extends CommandResult {
  readonly context: string;
  readonly action: "added" | "replaced";
  readonly current: boolean;
  /** Path of the contexts. */
  readonly file: string;
}

/** Keeps what the flags say of the servers, after it was checked as if they were to be reached. */
export async function run(input: ContextAddInput, context: CommandContext): Promise<ContextAddResult> {
  const { name, connectorKeys: keys = [], replace = false, use = false } = input;
  const { contexts, credentials, flags } = context;
  checkContextName(name);
  const given = keys.length === 0 ? flags : withConnector(flags, keys);
  checkSettings(given);
  const mayTake = (known: ReadonlyMap<string, unknown>): void => {
    if (!known.has(name) || replace) return;
    throw new UsageError(`there is a context ${name} already`, {
      hint: "--replace puts this one in its place; cassink context show shows it",
    });
  };
  mayTake((await contexts.read()).contexts);
  const settings = await answered(given, credentials);
  let was: { readonly action: ContextAddResult["action"]; readonly current: boolean } | undefined;
  await contexts.change((text, before) => {
    // Another process may have added it while this one asked.
    mayTake(before.contexts);
    was = { action: before.contexts.has(name) ? "replaced" : "added", current: before.current === name };
    const after = withContext(text, { name, settings });
    return use ? withCurrent(after, name) : after;
  });
  return {
    outcome: "clean",
    context: name,
    action: was?.action ?? "added",
    current: use || was?.current === true,
    file: contexts.file,
  };
}

function withConnector(flags: ConnectionSettings, keys: readonly string[]): ConnectionSettings {
  const entries = keys.map((text) => {
    const [, key, value] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
    if (key !== undefined && value !== undefined) return [key, value] as const;
    throw new UsageError("option --connector-key <key=value>: there is no key before a =");
  });
  const kept = legs.flatMap((leg) => {
    const own = leg === "connect" ? [] : entries.filter(([key]) => isOfReceipts(key) === (leg === "kafka"));
    if (own.length === 0) return [];
    return [[leg, { ...flags[leg], connector: connectorKeys(leg, Object.fromEntries(own)) }] as const];
  });
  return { ...flags, ...Object.fromEntries(kept) };
}

/** The settings with each `ask` answered, one after the other. */
async function answered(settings: ConnectionSettings, credentials: Credentials): Promise<ConnectionSettings> {
  const result: Record<string, object> = {};
  for (const leg of legs) {
    if (settings[leg] === undefined) continue;
    const values: Record<string, unknown> = { ...settings[leg] };
    for (const [key, { kind, meaning }] of fieldsOf(leg)) {
      const source = values[key] as SecretSource | undefined;
      if (kind !== "secret" || source?.kind !== "ask") continue;
      values[key] = { kind: "clear", secret: await credentials.ask(`${meaning} for ${legNames[leg]}`) };
    }
    result[leg] = values;
  }
  return result;
}
