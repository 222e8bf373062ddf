import { createHash } from "node:crypto";
import { copyFile, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ClassArchive } from "../../core/stack/launch.js";
import type { ProcessDescription } from "../../core/stack/process.js";
import type { StartedProcess } from "../../core/stack/state.js";
import { exists } from "./paths.js";

export interface ArchivePlace {
  /** Folder of connectors/. */
  readonly connectors: string;
  readonly javaHome: string;
  readonly classpath: readonly string[];
}

/**
 * Where the archive of a server's classes is kept, for every stack of this checkout. The name changes with the JDK
 * and with any jar, for the JVM refuses an archive of others.
 */
export async function archiveFile(description: ProcessDescription, place: ArchivePlace): Promise<string> {
  const hash = createHash("sha256").update(place.javaHome);
  hash.update(await readFile(join(place.javaHome, "release")));
  for (const jar of place.classpath) {
    const { size, mtimeMs } = await stat(jar);
    hash.update(`${jar}\0${size}\0${mtimeMs}\0`);
  }
  const key = hash.digest("hex").slice(0, 16);
  return join(
    place.connectors,
    "runtime",
    description.run.runtime,
    "target",
    `${description.kind}-${key}.jsa`,
  );
}

/**
 * Reads the archive if there is one. The first start without one only remembers that it was wanted, the second one
 * lets the server leave an archive in its own folder when it ends: writing costs more than one start saves, and
 * whoever starts a stack once, as a build server does, should not pay for it.
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

/** Moves what a server left when it ended to where the next start looks for it, in one step. */
export async function keepArchive({ archive }: StartedProcess): Promise<void> {
  if (archive === undefined) return;
  const folder = dirname(archive.kept);
  const kind = basename(archive.kept).split("-")[0] ?? "";
  const next = `${archive.kept}.${process.pid}`;
  try {
    await copyFile(archive.written, next);
    await rename(next, archive.kept);
  } catch {
    // Only speed is lost: the JVM may have refused to write it, or target/ was cleaned meanwhile.
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
