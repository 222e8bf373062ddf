import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { exists } from "./files.js";

/** A Maven module of connectors/ that a stack needs, and whether its build output is up to date. */
export interface BuiltModule {
  /** Path below connectors/: `runtime/kafka`, `datastax-sink`. */
  readonly path: string;
  readonly kind: "runtime" | "plugin";
  /** Path of Maven's output: the classpath file of a runtime, the folder of a plugin. */
  readonly output: string;
  /** Hash of the poms and of the module's sources; empty for a plugin that a package holds built. */
  readonly fingerprint: string;
  readonly fresh: boolean;
}

/**
 * The two runtimes, and as plugins every module with sources. A package has some plugins built, without their sources:
 * these are up to date.
 */
export async function findModules(connectors: string): Promise<readonly BuiltModule[]> {
  const names = (await readdir(connectors, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const plugins: string[] = [];
  const built: BuiltModule[] = [];
  for (const name of names) {
    if (!(await exists(join(connectors, name, "pom.xml")))) continue;
    const output = join(connectors, name, "target", "plugin");
    if (await exists(join(connectors, name, "src", "main"))) plugins.push(name);
    else if (await exists(output))
      built.push({ path: name, kind: "plugin", output, fingerprint: "", fresh: true });
  }
  const runtimes = ["runtime/kafka", "runtime/cassandra"];
  const poms = ["", "plugin-parent", ...runtimes, ...plugins].map((path) =>
    join(connectors, path, "pom.xml"),
  );
  const inspected = await Promise.all([
    ...runtimes.map((path) => inspect(connectors, poms, path, "runtime")),
    ...plugins.map((path) => inspect(connectors, poms, path, "plugin")),
  ]);
  return [...inspected, ...built];
}

/** Writes the module's fingerprint beside its output, so that the next start sees that it is up to date. */
export async function stampModule(connectors: string, module: BuiltModule): Promise<void> {
  await writeFile(stampOf(connectors, module.path), module.fingerprint);
}

async function inspect(
  connectors: string,
  poms: readonly string[],
  path: string,
  kind: BuiltModule["kind"],
): Promise<BuiltModule> {
  const sources = await filesBelow(join(connectors, path, "src", "main"));
  const fingerprint = await hashOf(connectors, [...poms, ...sources]);
  const output = join(connectors, path, "target", kind === "runtime" ? "classpath" : "plugin");
  const stamp = await readFile(stampOf(connectors, path), "utf8").catch(() => "");
  return { path, kind, output, fingerprint, fresh: stamp === fingerprint && (await isWhole(kind, output)) };
}

/** Whether the output exists, with every jar of its classpath: the local Maven repository may have been deleted. */
async function isWhole(kind: BuiltModule["kind"], output: string): Promise<boolean> {
  if (kind === "plugin") return exists(output);
  const jars = await readClasspath(output).catch(() => undefined);
  return jars !== undefined && (await Promise.all(jars.map(exists))).every(Boolean);
}

/** The jars of a runtime's classpath file. */
export async function readClasspath(file: string): Promise<readonly string[]> {
  return (await readFile(file, "utf8")).trim().split(":");
}

function stampOf(connectors: string, path: string): string {
  return join(connectors, path, "target", "built-from");
}

async function hashOf(base: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    hash
      .update(relative(base, file))
      .update("\0")
      .update(await readFile(file))
      .update("\0");
  }
  return hash.digest("hex");
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
