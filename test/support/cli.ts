import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkOutput } from "./output-schema.js";
import { scaled } from "./scaled.js";

export const projectFolder = fileURLToPath(new URL("../..", import.meta.url));
/** The built program. */
export const cliProgram = fileURLToPath(new URL("../../cli/bin/cassink.js", import.meta.url));

export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Text for standard input; without it, standard input is empty. */
  readonly input?: string;
  readonly cwd?: string;
  /** The program's file, if not the checkout's. */
  readonly program?: string;
  /** Called with all of stderr so far; a test may send a signal when it has seen a line. */
  readonly onProgress?: (stderr: string, process: { kill(signal: NodeJS.Signals): void }) => void;
  /** The same for stdout. */
  readonly onOutput?: (stdout: string, process: { kill(signal: NodeJS.Signals): void }) => void;
  /** Milliseconds on a quiet machine (scaled.ts) after which the run is killed and the promise rejects with what was printed. */
  readonly deadline?: number;
}

/** Runs the built CLI as a user would and waits for its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [options.program ?? cliProgram, ...args], {
      cwd: options.cwd ?? projectFolder,
      env: { ...environment(), ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    const deadline = scaled(options.deadline ?? 120_000);
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`cassink ${args.join(" ")} ran longer than ${deadline} ms\n${stdout}\n${stderr}`));
    }, deadline);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      options.onOutput?.(stdout, child);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      options.onProgress?.(stderr, child);
    });
    child.on("error", reject);
    child.on("close", (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, stdout, stderr });
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/** Runs the CLI, expects the exit code, and gives the JSON it printed, which fits the command's published schema. */
export async function runJson<Result>(
  args: readonly string[],
  options: CliOptions & { readonly exitCode?: number } = {},
): Promise<Result> {
  const run = await runCli([...args, "--output", "json"], options);
  if (run.exitCode !== (options.exitCode ?? 0)) {
    throw new Error(
      `cassink ${args.join(" ")} ended with ${String(run.exitCode)}\n${run.stdout}\n${run.stderr}`,
    );
  }
  const printed = JSON.parse(run.stdout) as Result;
  checkOutput(args, printed);
  return printed;
}

/** Our own environment without what would point the CLI at other servers. */
export function environment(): Record<string, string | undefined> {
  const servers = /^(KAFKA_|CASSANDRA_|CASSINK_CONTEXT|OPENWEATHER_|NO_COLOR|FORCE_COLOR)/;
  const kept = Object.entries(process.env).filter(([name]) => !servers.test(name));
  return { ...Object.fromEntries(kept), CASSINK_CONFIG_HOME: join(projectFolder, ".cache", "no-contexts") };
}
