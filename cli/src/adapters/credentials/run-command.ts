import { spawn } from "node:child_process";
import { Secret } from "../../core/secret.js";
import { InputError } from "../../errors.js";

export interface CommandOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the command. */
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly commandTimeout?: number;
}

/** Milliseconds. */
const defaultTimeout = 10_000;
/** Characters: no secret is longer. */
const longestOutput = 1_000_000;

/**
 * What the command prints, without line ends. It gets no input, and what it writes on its standard error is dropped: there
 * may be secrets in it.
 */
export async function runCommand(
  command: string,
  what: string,
  { environment, signal, commandTimeout = defaultTimeout }: CommandOptions,
): Promise<Secret> {
  signal.throwIfAborted();
  // A process group of its own, so that what the shell has started ends with it.
  const child = spawn("sh", ["-c", command], {
    env: { ...environment },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  const stop = (): void => {
    child.stdout.destroy();
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  };
  let output = "";
  let problem: string | undefined;
  const end = (reason: string): void => {
    problem ??= reason;
    stop();
  };
  const timer = setTimeout(() => end(`has not ended within ${commandTimeout / 1000} s`), commandTimeout);
  const onAbort = (): void => end("was interrupted");
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.length > longestOutput) end("prints too much");
    });
    const code = await new Promise<number | string>((resolve) => {
      child.on("error", (error) => resolve(error.message));
      child.on("close", (exitCode, killedBy) => resolve(exitCode ?? killedBy ?? "no exit code"));
    });
    signal.throwIfAborted();
    if (code !== 0) problem ??= `ended with ${code}`;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
  const secret = output.replace(/(\r?\n)+$/, "");
  if (secret === "") problem ??= "printed nothing";
  if (/[\r\n]/.test(secret)) problem ??= "printed more than one line";
  if (problem === undefined) return new Secret(secret);
  throw new InputError(`the ${what} is missing: its command ${problem}`, {
    where: `command:${command}`,
    hint: "run the command by hand to see why",
  });
}
