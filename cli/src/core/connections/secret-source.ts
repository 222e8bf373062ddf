import { Secret } from "../secret.js";

/**
 * Where a secret is found. It is looked up when a connection is opened, and never before.
 * - `env`: the value of an environment variable
 * - `file`: the first line of a file
 * - `command`: what a shell command prints, within 10 s
 * - `clear`: the secret itself, which only the contexts' file may hold
 * - `ask`: whoever adds a context types it, and the context then has it in the clear; only a flag says so
 */
export type SecretSource =
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "clear"; readonly secret: Secret }
  | { readonly kind: "ask" };

/**
 * `env:NAME`, `file:PATH`, `command:TEXT` or `ask`; undefined for any other text, which may be the secret itself: never
 * print it.
 */
export function parseSecretSource(text: string): SecretSource | undefined {
  if (text === "ask") return { kind: "ask" };
  const [, kind, rest = ""] = /^(env|file|command):(.*)$/s.exec(text) ?? [];
  if (rest.trim() === "") return undefined;
  if (kind === "env") return /^[A-Za-z_]\w*$/.test(rest) ? { kind, name: rest } : undefined;
  if (kind === "file") return { kind, path: rest };
  return { kind: "command", command: rest };
}

/** As people read it: `env:NAME`; a secret in the clear is masked. */
export function secretSourceText(source: SecretSource): string {
  switch (source.kind) {
    case "env":
      return `env:${source.name}`;
    case "file":
      return `file:${source.path}`;
    case "command":
      return `command:${source.command}`;
    case "clear":
      return `clear:${Secret.mask}`;
    case "ask":
      return "ask";
  }
}
