import { type Document, parseDocument } from "yaml";
import { InputError, UsageError } from "../../errors.js";
import { isClearSecret } from "../connect/secret-keys.js";
import type { SchemaProblem } from "../documents/schema-check.js";
import { type KeyPath, type SourceDocument, readSource } from "../documents/source-document.js";
import { Secret } from "../secret.js";
import { whatIsKnown } from "../suggestion.js";
import type { ConnectionSources, NamedContext } from "./choose-leg.js";
import { type Field, fieldsOf, withPaths } from "./fields.js";
import { type SecretSource, secretSourceText } from "./secret-source.js";
import { type ConnectionSettings, type Leg, legs } from "./settings.js";

/** What contexts.yaml holds. */
export interface Contexts {
  /** By `context use`; there may be no such context. */
  readonly current: string | undefined;
  readonly contexts: ReadonlyMap<string, ConnectionSettings>;
}

interface ContextsSource {
  /** Path of the text, for messages. */
  readonly file: string;
  /** Checks a value against schemas/contexts.schema.json; shows no value. */
  readonly check: (value: unknown) => readonly SchemaProblem[];
  /** Makes a path in the file absolute. */
  readonly resolve: (path: string) => string;
}

/** @throws InputError that names each place that is wrong, and shows no value: any may be a secret */
export function parseContexts(text: string, source: ContextsSource): Contexts {
  const document = readSource(text, source.file);
  const value = (document.value ?? {}) as {
    readonly current?: string;
    readonly contexts?: Readonly<Record<string, Readonly<Record<Leg, object | undefined>>>>;
  };
  const [first, ...others] = source
    .check(value)
    .map((problem) => ({ ...problem, where: document.where(problem.path) }));
  if (first !== undefined) {
    throw new InputError(`the contexts cannot be read: ${first.message}`, {
      where: first.where,
      hint: first.hint ?? "cassink help connections explains the keys",
      lines: others.map(({ where, message }) => `${where}: ${message}`),
    });
  }
  const contexts = Object.entries(value.contexts ?? {}).map(([name, context]) => {
    const settings = legs.flatMap((leg) => {
      const values = context[leg];
      return values === undefined
        ? []
        : [[leg, legOf(leg, values, ["contexts", name, leg], document, source)] as const];
    });
    return [name, Object.fromEntries(settings)] as const;
  });
  return { current: value.current, contexts: new Map(contexts) };
}

function legOf(
  leg: Leg,
  values: object,
  path: KeyPath,
  document: SourceDocument,
  source: ContextsSource,
): Readonly<Record<string, unknown>> {
  const known = new Map(fieldsOf(leg));
  const settings = Object.entries(values).map(([key, value]) => {
    const place = [...path, key];
    const field = known.get(key);
    try {
      return [key, field === undefined ? connectorKeys(value as object) : valueOf(field, value)] as const;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new InputError(`${place.slice(1).join(".")}: ${error.message}`, {
        where: document.where(place),
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      });
    }
  });
  return withPaths(leg, Object.fromEntries(settings), source.resolve);
}

function valueOf(field: Field, value: unknown): unknown {
  const text = Array.isArray(value) ? value.join(",") : String(value);
  return field.kind === "secret" && text.startsWith("clear:")
    ? { kind: "clear", secret: new Secret(text.slice("clear:".length)) }
    : field.parse(text);
}

/** @throws UsageError for a secret that is not a reference: it would be sent to Connect, which shows it to everybody */
export function connectorKeys(keys: object): Readonly<Record<string, string>> {
  const texts = Object.entries(keys).map(([key, value]) => [key, String(value)] as const);
  const clear = texts.find(([key, value]) => isClearSecret(key, value));
  if (clear === undefined) return Object.fromEntries(texts);
  throw new UsageError(`${clear[0]} of the connector is a secret in the clear`, {
    hint: "write a reference that the worker resolves: ${file:/run/secrets/cassandra.properties:password}",
  });
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

/** Whether others than the owner must not read the file. */
export function holdsClearSecrets({ contexts }: Contexts): boolean {
  return [...contexts.values()].some((settings) =>
    legs.some((leg) => Object.values(settings[leg] ?? {}).some((value) => isClear(value))),
  );
}

function isClear(value: unknown): boolean {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "clear";
}

/** The file's text with the context in the place of one with the same name; comments and other contexts stay. */
export function withContext(text: string, { name, settings }: NamedContext): string {
  const values = legs.flatMap((leg) => {
    const written = writtenLeg(settings[leg] ?? {}, (secret) =>
      secret.kind === "clear" ? `clear:${secret.secret.reveal()}` : secretSourceText(secret),
    );
    return Object.keys(written).length === 0 ? [] : [[leg, written] as const];
  });
  return edited(text, (document) => document.setIn(["contexts", name], Object.fromEntries(values)));
}

export function withoutContext(text: string, name: string): string {
  return edited(text, (document) => {
    document.deleteIn(["contexts", name]);
    if (document.get("current") === name) document.delete("current");
  });
}

export function withCurrent(text: string, name: string | undefined): string {
  return edited(text, (document) => {
    if (name === undefined) document.delete("current");
    else document.set("current", name);
  });
}

function edited(text: string, edit: (document: Document) => void): string {
  const document: Document = parseDocument(text, { prettyErrors: false });
  document.contents ??= document.createNode({});
  edit(document);
  return document.toString({ lineWidth: 0 });
}

/** A leg's settings as a file or a screen holds them. */
export function writtenLeg(
  settings: object,
  secretText: (source: SecretSource) => string,
): Readonly<Record<string, unknown>> {
  const values = Object.entries(settings).flatMap(([key, value]: [string, unknown]) => {
    if (value === undefined) return [];
    const isSecret = typeof value === "object" && value !== null && "kind" in value;
    return [[key, isSecret ? secretText(value as SecretSource) : value] as const];
  });
  return Object.fromEntries(values);
}
