import { type Document, parseDocument } from "yaml";
import type { NamedContext } from "./choose-leg.js";
import { type SecretSource, secretSourceText } from "./secret-source.js";
import { legs } from "./settings.js";

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
