import { createHash } from "node:crypto";
import { copyFile, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ClassArchive } from "../../core/stack/launch.js";
import type { ProcessDescription } from "../../core/stack/process.js";
import type { StartedProcess } from "../../core/stack/state.js";
import { exists } from "./files.js";

interface ArchiveSource {
  /** Folder of connectors/. */
  readonly connectors: string;
  readonly javaHome: string;
  readonly classpath: readonly string[];
}

/**
 * The file of a server's class-data archive, shared by all stacks of this checkout. Its name changes with the JDK and
 * with any jar, because a JVM ignores an archive that was written with others.
 */
export async function archiveFile(description: ProcessDescription, source: ArchiveSource): Promise<string> {
  const hash = createHash("sha256").update(source.javaHome);
  hash.update(await readFile(join(source.javaHome, "release")));
  for (const jar of source.classpath) {
    const { size, mtimeMs } = await stat(jar);
    hash.update(`${jar}\0${size}\0${mtimeMs}\0`);
  }
  const key = hash.digest("hex").slice(0, 16);
  return join(
    source.connectors,
    "runtime",
    description.run.runtime,
    "target",
    `${description.kind}-${key}.jsa`,
  );
}

/**
 * Whether a start reads or writes the archive. If there is one, it is read. Otherwise the first start only leaves a mark
 * file, and the second has the server write an archive into its folder when it exits. Writing takes longer than one
 * start saves, so a stack that is started once, as on a build server, writes none.
 */
export async function archiveUse(
  description: ProcessDescription,
  file: string,
): Promise<ClassArchive | undefined> {
  if (await exists(file)) return { use: "read", file };
  if (await exists(wantedMark(file))) return { use: "write", file: join(description.folder, "classes.jsa") };
  await writeFile(wantedMark(file), "");
  return undefined;
}

function wantedMark(file: string): string {
  return `${file}.wanted`;
}

/** Moves the archive that a server has written to the file that the next start reads, and deletes outdated ones. */
export async function keepArchive({ archive }: StartedProcess): Promise<void> {
  if (archive === undefined) return;
  const folder = dirname(archive.kept);
  const kind = basename(archive.kept).split("-")[0] ?? "";
  const next = `${archive.kept}.${process.pid}`;
  try {
    await copyFile(archive.written, next);
    await rename(next, archive.kept);
  } catch {
    // The JVM may have written none, or target/ was deleted meanwhile. The next start is slower, nothing else.
    await rm(next, { force: true });
    return;
  } finally {
    await rm(archive.written, { force: true });
  }
  const outdated = (await readdir(folder)).filter(
    (name) =>
      name.startsWith(`${kind}-`) && /\.jsa(\.wanted)?$/.test(name) && name !== basename(archive.kept),
  );
  await Promise.all(outdated.map((name) => rm(join(folder, name), { force: true })));
}
