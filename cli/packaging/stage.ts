import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildModules } from "../src/adapters/stack/build.js";
import { packagedMark } from "../src/adapters/stack/connectors-folder.js";
import { findJdk } from "../src/adapters/stack/java-home.js";
import { lockOf, manifestOf } from "./manifest.js";

const project = fileURLToPath(new URL("../..", import.meta.url));
const staged = join(project, "target", "npm");

/** Folders and files of the checkout that the installed program reads as they are. */
const asTheyAre = [
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "cli/bin",
  "connectors/pipelines",
  "docker/connect-worker.properties",
  "schemas",
];
/** Plugins with all their jars. The package has them built. */
const builtPlugins = ["cassandra-sink", "transforms", "worker-metrics"];
/**
 * The package has the adapters to the DataStax engine as classes, for which Maven resolves the engine at the first `up`:
 * its 27 MB of jars would more than double the package.
 */
const resolvedPlugins = ["datastax-sink"];

/** Lays out what `npm pack` puts into the archive, from a built CLI and with the bill of materials of the sink. */
async function stage(): Promise<void> {
  await buildModules({
    connectors: join(project, "connectors"),
    javaHome: (await findJdk(process.env)).home,
    environment: process.env,
    progress: { report: () => undefined },
    signal: new AbortController().signal,
  });
  await rm(staged, { recursive: true, force: true });
  await Promise.all(asTheyAre.map((path) => copy(path)));
  await Promise.all((await compiled()).map((path) => copy(path)));
  await Promise.all((await tracked()).map((path) => copy(path)));
  for (const name of builtPlugins) await copy(join("connectors", name, "target", "plugin"));
  const bom = join("connectors", "cassandra-sink", "target", "bom.json");
  await copy(bom, undefined, join("connectors", "cassandra-sink", "bom.json"));
  for (const name of resolvedPlugins) {
    const classes = join("connectors", name, "target", "classes");
    await copy(classes, undefined, join("connectors", name, "src", "main", "resources"));
  }
  await markConnectors();
  const manifest = await readJson("package.json");
  await write("package.json", manifestOf(manifest));
  // A program is installed with the versions that it was tested with.
  await write("npm-shrinkwrap.json", lockOf(await readJson("package-lock.json"), manifestOf(manifest)));
}

async function copy(path: string, filter?: (path: string) => boolean, to = path): Promise<void> {
  await mkdir(dirname(join(staged, to)), { recursive: true });
  await cp(join(project, path), join(staged, to), { recursive: true, ...(filter && { filter }) });
}

/** What the compiler makes of the sources that are there: dist/ may hold more, of sources that are gone. */
async function compiled(): Promise<readonly string[]> {
  const sources = join(project, "cli", "src");
  const entries = await readdir(sources, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts"))
    .map((entry) => relative(sources, join(entry.parentPath, entry.name)))
    .map((path) => join("dist", path.replace(/\.ts$/, ".js")));
}

/**
 * The pages of docs/, which messages and README.md name, and the pom of every module, for Maven reads the whole tree of
 * modules before it makes one of them.
 */
async function tracked(): Promise<readonly string[]> {
  const patterns = ["docs/*.md", "docs/*.1", "docs/*.svg", "connectors/pom.xml", "connectors/**/pom.xml"];
  const { stdout } = await promisify(execFile)("git", ["ls-files", ...patterns], { cwd: project });
  return stdout.trim().split("\n");
}

/** A name for the content of connectors/, by which an installed program finds its copy of it. */
async function markConnectors(): Promise<void> {
  const folder = join(staged, "connectors");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of files.sort())
    hash
      .update(relative(folder, file))
      .update("\0")
      .update(await readFile(file));
  await writeFile(join(folder, packagedMark), `${hash.digest("hex")}\n`);
}

const readJson = async (path: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(join(project, path), "utf8")) as Record<string, unknown>;

const write = (path: string, content: object): Promise<void> =>
  writeFile(join(staged, path), `${JSON.stringify(content, undefined, 2)}\n`);

await stage();
