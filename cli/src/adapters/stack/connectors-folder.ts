import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { makeNamedFolder } from "../make-folder.js";
import { exists } from "./files.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** In an installed package: the hash of its folder connectors/, written by cli/packaging/stage.ts. */
export const packagedMark = "packaged";

/**
 * The folder connectors/ in which Maven may write. A checkout has its own. An installed package may belong to another
 * user, so its folder is copied into this user's cache, once for each package that differs.
 */
export async function writableConnectors(connectors: string, environment: Environment): Promise<string> {
  const mark = join(connectors, packagedMark);
  if (!(await exists(mark))) return connectors;
  const hash = createHash("sha256")
    .update(await readFile(mark))
    .digest("hex");
  const cache = join(cacheFolder(environment), "cassink");
  const copy = join(cache, `connectors-${hash.slice(0, 16)}`);
  if (await exists(copy)) return copy;
  makeNamedFolder(cache, {
    what: "the folder in which Maven builds",
    hint: "name a folder that you may write to with XDG_CACHE_HOME",
  });
  const unfinished = await mkdtemp(join(cache, "copying-"));
  try {
    await cp(connectors, unfinished, { recursive: true });
    await rename(unfinished, copy);
  } catch (error) {
    // Another `up` has made the same copy meanwhile.
    if (!(await exists(copy))) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return copy;
}

/** Where programs keep what they can make again, by the XDG base directory specification and as macOS has it. */
function cacheFolder(environment: Environment): string {
  const named = environment["XDG_CACHE_HOME"];
  if (named !== undefined && named.startsWith("/")) return named;
  const home = environment["HOME"] ?? homedir();
  return process.platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
}
