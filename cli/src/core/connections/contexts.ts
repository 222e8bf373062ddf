import { InputError, UsageError } from "../../errors.js";
import { isClearSecret } from "../connect/secret-keys.js";
import type { SchemaProblem } from "../documents/schema-check.js";
import { type KeyPath, type SourceDocument, readSource } from "../documents/source-document.js";
import { Secret } from "../secret.js";
import type { Contexts } from "./named-context.js";
import { type Field, fieldsOf, legNames, withPaths } from "./fields.js";
import { type Leg, legs } from "./settings.js";

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
      return [
        key,
        field === undefined ? connectorKeys(leg, value as object) : valueOf(field, value),
      ] as const;
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

/** Whether the sink reaches the brokers by it, and not the nodes. */
export const isOfReceipts = (key: string): boolean => key.startsWith("receipts.");

/** @throws UsageError for a secret that is not a reference: it would be sent to Connect, which shows it to everybody */
export function connectorKeys(leg: Leg, keys: object): Readonly<Record<string, string>> {
  const texts = Object.entries(keys).map(([key, value]) => [key, String(value)] as const);
  const stray = texts.find(([key]) => isOfReceipts(key) !== (leg === "kafka"));
  if (stray !== undefined) {
    throw new UsageError(`${stray[0]} of the connector is no setting by which it reaches ${legNames[leg]}`, {
      hint: "receipts.* belong to Kafka, and all others to Cassandra",
    });
  }
  const clear = texts.find(([key, value]) => isClearSecret(key, value));
  if (clear === undefined) return Object.fromEntries(texts);
  throw new UsageError(`${clear[0]} of the connector is a secret in the clear`, {
    hint: "write a reference that the worker resolves: ${file:/run/secrets/cassandra.properties:password}",
  });
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
