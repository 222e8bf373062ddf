import { type FileHandle, constants, open } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { Secret } from "../../core/secret.js";
import { InputError } from "../../errors.js";
import { homePath } from "./home-path.js";

export interface SecretFileOptions {
  readonly signal: AbortSignal;
  /** Milliseconds for whoever writes into a named pipe. */
  readonly pipeTimeout?: number;
}

/** The first line of a file, or of what is written into a named pipe. @throws InputError where there is none */
export async function secretFile(path: string, what: string, options: SecretFileOptions): Promise<Secret> {
  const missing = (why: string): InputError =>
    new InputError(`the ${what} is missing: ${why}`, { where: path });
  const text = await textOf(homePath(path), options).catch((error: unknown) => {
    options.signal.throwIfAborted();
    throw missing(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? ""})`);
  });
  if (text === undefined) throw missing(`nobody writes into the pipe ${path}`);
  const line = text.split(/\r?\n/, 1)[0] ?? "";
  if (line !== "") return new Secret(line);
  throw missing(`the first line of ${path} is empty`);
}

/** Undefined for a pipe into which nothing was written in time. */
async function textOf(path: string, options: SecretFileOptions): Promise<string | undefined> {
  // To open a pipe that nobody writes into would take for ever otherwise, and could not be ended.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return (await file.stat()).isFIFO() ? await pipedText(file, options) : await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

const pollInterval = 20;

async function pipedText(
  file: FileHandle,
  { signal, pipeTimeout = 10_000 }: SecretFileOptions,
): Promise<string | undefined> {
  const deadline = Date.now() + pipeTimeout;
  const chunk = Buffer.alloc(65_536);
  let text = "";
  for (;;) {
    const count = await file.read(chunk).then(
      ({ bytesRead }) => bytesRead,
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
        throw error;
      },
    );
    if (count === 0 && text !== "") return text;
    text += chunk.toString("utf8", 0, count ?? 0);
    if (count !== undefined && count > 0) continue;
    if (Date.now() >= deadline) return undefined;
    await setTimeout(pollInterval, undefined, { signal });
  }
}
