import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, open, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { javaArguments } from "../../core/stack/launch.js";
import type { ProcessDescription } from "../../core/stack/process.js";
import { type StartedProcess, markArguments } from "../../core/stack/state.js";
import { argumentFile } from "../../core/stack/texts.js";
import { ServiceError } from "../../errors.js";
import { archiveFile, archiveUse } from "./class-archive.js";
import { exists, sizeOf, writePrivately } from "./files.js";
import { birthOf } from "./process-table.js";

const execute = promisify(execFile);

export interface Launch {
  readonly home: string;
  /** Folder of connectors/. */
  readonly connectors: string;
  readonly javaHome: string;
  readonly classpaths: Readonly<Record<"kafka" | "cassandra", readonly string[]>>;
}

interface Spawned {
  readonly started: StartedProcess;
  /** Bytes of the log before the start; this run's lines come after them. */
  readonly logStart: number;
  /** Resolves when the process has ended, with a text such as `ended with exit code 1`. */
  readonly ended: Promise<string>;
}

/** Writes the files of a process and starts it, detached from the terminal so that Ctrl-C does not reach it. */
export async function spawnProcess(description: ProcessDescription, launch: Launch): Promise<Spawned> {
  const { home, javaHome, classpaths } = launch;
  const { name, folder, run } = description;
  await mkdir(folder, { recursive: true });
  await mkdir(dirname(description.log), { recursive: true });
  for (const file of description.files) await writeFile(file.path, file.text);
  for (const { path, text } of description.secretFiles ?? []) await writePrivately(path, text.reveal());
  const java = join(javaHome, "bin", "java");
  await prepare(description, java, launch);
  const classpath = classpaths[run.runtime];
  const kept = await archiveFile(description, { connectors: launch.connectors, javaHome, classpath });
  const archive = await archiveUse(description, kept);
  const argumentsFile = join(folder, "java.args");
  await writeFile(argumentsFile, argumentFile(javaArguments(run, classpath, archive)));
  const logStart = await sizeOf(description.log);
  const output = await open(description.output, "w");
  const child = spawn(java, [...markArguments(home, name), `@${argumentsFile}`], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", output.fd, output.fd],
  });
  try {
    const ended = endOf(child);
    const { pid } = child;
    if (pid === undefined) {
      throw new ServiceError("JDK", `${java} could not be started: ${await ended}`, { where: java });
    }
    child.unref();
    const started: StartedProcess = {
      name,
      kind: description.kind,
      host: description.host,
      ports: description.ports,
      readiness: description.readiness,
      dependsOn: description.dependsOn,
      log: description.log,
      output: description.output,
      pid,
      birth: (await birthOf(pid)) ?? "",
      startedAt: Date.now(),
      ...(archive?.use === "write" ? { archive: { written: archive.file, kept } } : {}),
    };
    return { started, logStart, ended };
  } finally {
    await output.close();
  }
}

async function prepare(description: ProcessDescription, java: string, launch: Launch): Promise<void> {
  const { preparation } = description;
  if (preparation === undefined || (await exists(preparation.creates))) return;
  const { secretArguments = [] } = preparation;
  const args = [
    ...javaArguments(preparation, launch.classpaths[preparation.runtime]),
    ...secretArguments.map((argument) => argument.reveal()),
  ];
  const argumentsFile = join(description.folder, "preparation.args");
  try {
    await writePrivately(argumentsFile, argumentFile(args));
    await execute(java, [`@${argumentsFile}`], { cwd: description.folder });
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: string; stdout?: string };
    throw new ServiceError("stack", `${description.name}: its data folder could not be prepared`, {
      where: description.folder,
      lines: `${stderr ?? ""}\n${stdout ?? String(error)}`.trim().split("\n").slice(-20),
    });
  } finally {
    await rm(argumentsFile, { force: true });
  }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) =>
      resolve(signal === null ? `ended with exit code ${String(code)}` : `ended by ${signal}`),
    );
  });
}
