import { type SecretSource, secretSourceText } from "../../core/connections/secret-source.js";
import { tokenEnd } from "../../core/connections/token.js";
import { Secret } from "../../core/secret.js";
import { InputError, UsageError } from "../../errors.js";
import type { Credentials } from "../../ports/credentials.js";
import { type Asker, createAsker } from "./ask.js";
import { type CommandOptions, runCommand } from "./run-command.js";
import { type SecretFileOptions, secretFile } from "./secret-file.js";
import { readTlsFiles } from "./tls-files.js";

interface CredentialsOptions extends CommandOptions, SecretFileOptions {
  /** Milliseconds since the Unix epoch. */
  readonly now?: () => number;
  readonly asker?: Asker;
}

/** Milliseconds that a token without an end of its own is kept. */
const tokenLifetime = 60_000;
/** Milliseconds before a token's end at which another is asked for: it must not end on its way. */
const tokenMargin = 30_000;
/** Milliseconds that the clocks of token and machine may differ. */
const clockMargin = 60_000;

/** Secrets of the environment, files and commands. A command runs once for the process, for a token once for its life. */
export function createCredentials(options: CredentialsOptions): Credentials {
  const { environment, now = Date.now, asker = createAsker(options.signal) } = options;
  const secrets = new Map<string, Promise<Secret>>();
  const tokens = new Map<string, Promise<{ readonly token: Secret; readonly until: number }>>();

  const look = async (source: SecretSource, what: string): Promise<Secret> => {
    switch (source.kind) {
      case "clear":
        return source.secret;
      case "ask":
        throw new UsageError(`the ${what} cannot be asked for here`, {
          hint: "only `context add` takes ask: write env:NAME, file:PATH or command:TEXT",
        });
      case "env": {
        const value = environment[source.name] ?? "";
        if (value !== "") return new Secret(value);
        throw new InputError(`the ${what} is missing: the environment variable ${source.name} is not set`, {
          hint: `set ${source.name}, or name another source`,
        });
      }
      case "file":
        return secretFile(source.path, what, options);
      case "command":
        return runCommand(source.command, what, options);
    }
  };
  const usableUntil = (token: Secret, source: SecretSource, what: string): number => {
    const end = tokenEnd(token.reveal());
    if (end === undefined) return now() + tokenLifetime;
    if (end + clockMargin >= now()) return end - tokenMargin;
    throw new InputError(`the ${what} has expired at ${new Date(end).toISOString()}`, {
      where: secretSourceText(source),
      hint: "get a new one",
    });
  };
  const askOnce = <Value>(cache: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>) => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const made = make().catch((error: unknown) => {
      cache.delete(key);
      throw error;
    });
    cache.set(key, made);
    return made;
  };
  const secret = (source: SecretSource, what: string): Promise<Secret> =>
    source.kind === "clear"
      ? Promise.resolve(source.secret)
      : askOnce(secrets, secretSourceText(source), () => look(source, what));
  return {
    secret,
    async token(source, what) {
      if (source.kind === "clear") return source.secret;
      const key = secretSourceText(source);
      const known = await tokens.get(key);
      if (known !== undefined && known.until <= now()) tokens.delete(key);
      const { token } = await askOnce(tokens, key, async () => {
        const found = await look(source, what);
        return { token: found, until: usableUntil(found, source, what) };
      });
      return token;
    },
    tls: (settings, server) =>
      readTlsFiles(settings, server, {
        now,
        secretOf: (source) => secret(source, `password of the key for ${server}`),
      }),
    ask: (what) => asker.ask(what),
  };
}
