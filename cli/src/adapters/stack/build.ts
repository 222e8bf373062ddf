import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Progress } from "../../ports/progress.js";
import { withLock } from "./lock.js";
import { packageModules } from "./maven.js";
import { type BuiltModule, findModules, readClasspath, stampModule } from "./modules.js";
import { exists } from "./files.js";

interface BuildRequest {
  /** Folder of connectors/. */
  readonly connectors: string;
  readonly javaHome: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

interface Built {
  readonly classpaths: Readonly<Record<"kafka" | "cassandra", readonly string[]>>;
  /** One folder for each plugin module, for a worker's plugin.path. */
  readonly pluginFolders: readonly string[];
}

/** Resolves jars and builds plugins with Maven. Modules that are up to date are skipped; if all are, Maven does not run. */
export async function buildModules(request: BuildRequest): Promise<Built> {
  const { connectors, progress, signal } = request;
  const stale = (modules: readonly BuiltModule[]): readonly BuiltModule[] =>
    modules.filter((module) => !module.fresh);
  let modules = await findModules(connectors);
  if (stale(modules).length > 0) {
    const target = join(connectors, "runtime", "target");
    await mkdir(target, { recursive: true });
    const lock = join(target, "build.lock");
    const onWait = (pid: number): void => progress.report({ kind: "build waits", pid });
    await withLock(lock, signal, onWait, async () => {
      modules = await findModules(connectors);
      const wanted = stale(modules);
      if (wanted.length === 0) return;
      await packageModules({ ...request, folder: connectors, modules: wanted.map((module) => module.path) });
      for (const module of wanted) await stampModule(connectors, module);
    });
  }
  const outputOf = (path: string): string => join(connectors, path, "target", "classpath");
  return {
    classpaths: {
      kafka: await readClasspath(outputOf("runtime/kafka")),
      cassandra: await readClasspath(outputOf("runtime/cassandra")),
    },
    pluginFolders: await pluginFolders(modules),
  };
}

async function pluginFolders(modules: readonly BuiltModule[]): Promise<readonly string[]> {
  const folders = modules.filter((module) => module.kind === "plugin").map((module) => module.output);
  const present = await Promise.all(folders.map(exists));
  return folders.filter((_, index) => present[index]);
}
