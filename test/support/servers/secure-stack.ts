import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { Agent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axios, { type AxiosInstance } from "axios";
import { basePorts } from "#cli/core/stack/plan.js";
import { type SecretName, secretNames, secureFolder } from "#cli/core/stack/secure-folder.js";
import type { StackState } from "#cli/core/stack/state.js";
import { type CliOptions, type CliRun, runCli } from "#test/support/cli.js";
import { scaled } from "#test/support/scaled.js";
import { freePortOffset } from "./ports.js";

/** A secure stack of one test file's own, and all that its commands have printed. */
export interface SecureStack {
  readonly home: string;
  readonly offset: number;
  /** Of contexts.yaml. */
  readonly configFolder: string;
  /** Outside of the home: for keys and files of the test. */
  readonly folder: string;
  /** The arguments of every process that was seen while the stack started. */
  readonly commandLines: ReadonlySet<string>;
  /** The arguments of every command. */
  readonly called: readonly (readonly string[])[];
  /** What every command has printed, on both streams. */
  readonly printed: readonly string[];
  readonly passwordOf: (name: SecretName) => string;
  /** Runs a command at the highest verbosity, with `--home` of the stack unless `elsewhere`. */
  readonly run: (
    args: readonly string[],
    options?: CliOptions & { readonly elsewhere?: boolean },
  ) => Promise<CliRun>;
  remove(): Promise<void>;
}

/** `CASSINK_E2E_SECURE_HOME` names one that already runs, for quick rounds while writing a test. */
export async function startSecureStack(): Promise<SecureStack> {
  const folder = await mkdtemp(join(tmpdir(), "cassink-secure-"));
  const running = process.env["CASSINK_E2E_SECURE_HOME"];
  const home = running ?? join(folder, "home");
  const configFolder = join(folder, "config");
  const offset = running === undefined ? await freePortOffset() : await offsetOf(running);
  const commandLines = new Set<string>();
  const called: (readonly string[])[] = [];
  const printed: string[] = [];
  const passwords = new Map<SecretName, string>();
  await mkdir(configFolder);
  const run: SecureStack["run"] = async (args, { elsewhere = false, ...options } = {}) => {
    const done = await runCli([...args, "--verbose", ...(elsewhere ? [] : ["--home", home])], {
      ...options,
      env: { CASSINK_CONFIG_HOME: configFolder, ...options.env },
    });
    called.push(args);
    printed.push(done.stdout, done.stderr);
    return done;
  };
  const remove = async (): Promise<void> => {
    if (running === undefined)
      await runCli(["down", "--purge", "--yes", "--home", home], {
        env: { CASSINK_CONFIG_HOME: configFolder },
      });
    await rm(folder, { recursive: true, force: true });
  };
  const watch = setInterval(() => void noteCommandLines(commandLines), 30);
  const wait = `${scaled(240_000)}ms`;
  const up = await run(["up", "--secure", "--port-offset", String(offset), "--wait", wait], {
    deadline: 300_000,
  }).finally(() => clearInterval(watch));
  if (up.exitCode !== 0) {
    await remove();
    throw new Error(`the secure stack did not start\n${up.stdout}\n${up.stderr}`);
  }
  for (const name of secretNames) {
    passwords.set(name, (await readFile(secureFolder(home).password(name), "utf8")).trim());
  }
  return {
    home,
    offset,
    configFolder,
    folder,
    commandLines,
    called,
    printed,
    passwordOf: (name) => passwords.get(name) ?? "",
    run,
    remove,
  };
}

async function offsetOf(home: string): Promise<number> {
  const state = JSON.parse(await readFile(join(home, "stack.json"), "utf8")) as StackState;
  return state.plan.portOffset;
}

async function noteCommandLines(seen: Set<string>): Promise<void> {
  for (const name of await readdir("/proc").catch(() => [])) {
    if (/^\d+$/.test(name)) seen.add(await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => ""));
  }
}

export interface FoundFile {
  /** Relative to the folder. */
  readonly path: string;
  /** The permission bits, as `ls` would show them in octal. */
  readonly mode: string;
  readonly bytes: Buffer;
}

/** Every file below a folder. */
export async function filesBelow(folder: string): Promise<readonly FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const file = join(parentPath, name);
        const { mode } = await stat(file);
        return {
          path: file.slice(folder.length + 1),
          mode: (mode & 0o777).toString(8),
          bytes: await readFile(file),
        };
      }),
  );
}

/** Of the worker's REST API. */
export async function connectClient({ home, offset, passwordOf }: SecureStack): Promise<AxiosInstance> {
  return axios.create({
    baseURL: `https://127.0.0.1:${basePorts.connect + offset}`,
    auth: { username: "cassink", password: passwordOf("connect-cassink") },
    httpsAgent: new Agent({ ca: await readFile(secureFolder(home).authority, "utf8") }),
    proxy: false,
  });
}

/** A file of the test's with a secret in its first line. */
export async function secretFile(stack: SecureStack, name: string, secret: string): Promise<string> {
  const file = join(stack.folder, name);
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  return file;
}
