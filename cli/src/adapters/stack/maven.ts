import { spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { installLines } from "../../core/stack/jdk.js";
import { downloadedBytes, downloadedFile, mavenErrors } from "../../core/stack/maven-output.js";
import { ServiceError } from "../../errors.js";
import type { Progress } from "../../ports/progress.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** Absolute path of `mvn`; undefined when it is not found. */
export async function findMaven(environment: Environment): Promise<string | undefined> {
  const named = [environment["MAVEN_HOME"], environment["M2_HOME"]].filter((home) => home !== undefined);
  const folders = [
    ...named.map((home) => join(home, "bin")),
    ...(environment["PATH"] ?? "").split(delimiter),
    join(environment["HOME"] ?? homedir(), ".sdkman/candidates/maven/current/bin"),
    "/opt/homebrew/bin",
    "/usr/local/bin",
    "/usr/share/maven/bin",
    "/opt/maven/bin",
  ];
  for (const folder of folders) {
    const path = join(folder, "mvn");
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return path;
  }
  return undefined;
}

interface MavenRun {
  readonly environment: Environment;
  readonly javaHome: string;
  /** Folder of connectors/pom.xml. */
  readonly folder: string;
  readonly modules: readonly string[];
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Runs `mvn package` without tests for the modules and those that they depend on. Downloads are reported as progress. */
export async function packageModules(run: MavenRun): Promise<void> {
  const maven = await findMaven(run.environment);
  if (maven === undefined) {
    throw new ServiceError("Maven", "no Maven was found, and jars are needed that it resolves and builds", {
      hint: installLines("Maven", process.platform).join("   or: "),
    });
  }
  const { progress } = run;
  const start = Date.now();
  progress.report({ kind: "build started", modules: run.modules });
  const args = ["-B", "-f", run.folder, "-pl", run.modules.join(","), "-am", "package", "-DskipTests"];
  const child = spawn(maven, args, {
    // In a separate process group, so that Ctrl-C does not reach Maven directly: `stop` below ends it, and is waited for.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...run.environment, JAVA_HOME: run.javaHome },
  });
  const stop = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    } catch {
      // Maven has just ended.
    }
  };
  run.signal.addEventListener("abort", stop, { once: true });
  const lines: string[] = [];
  let bytes = 0;
  const read = (line: string): void => {
    lines.push(line);
    bytes += downloadedBytes(line);
    const file = downloadedFile(line);
    if (file !== undefined) progress.report({ kind: "build downloads", bytes });
  };
  createInterface({ input: child.stdout }).on("line", read);
  createInterface({ input: child.stderr }).on("line", read);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  }).finally(() => run.signal.removeEventListener("abort", stop));
  run.signal.throwIfAborted();
  if (code !== 0) {
    progress.report({ kind: "build failed", exitCode: code });
    throw new ServiceError("Maven", "Maven could not resolve or build the jars", {
      where: join(run.folder, "pom.xml"),
      lines: mavenErrors(lines),
      hint: `run \`mvn -f ${run.folder} package -DskipTests\` to see all of it`,
    });
  }
  progress.report({ kind: "build done", milliseconds: Date.now() - start, bytes });
}
