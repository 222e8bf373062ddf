import { createReadStream } from "node:fs";
import { access, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { InputError } from "../../errors.js";
import type { Files } from "../../ports/files.js";

export const systemFiles: Files = {
  async readText(path) {
    try {
      return path === "-" ? await text(process.stdin) : await readFile(path, "utf8");
    } catch (error) {
      throw unusable("read", path, error);
    }
  },
  async *readLines(path, signal) {
    const stream = path === "-" ? process.stdin : createReadStream(path);
    const lines = createInterface({
      input: stream,
      crlfDelay: Infinity,
      ...(signal === undefined ? {} : { signal }),
    });
    try {
      yield* lines;
    } catch (error) {
      throw unusable("read", path, error);
    }
  },
  async writeText(path, text) {
    const found = await stat(path).catch(() => undefined);
    // A device or a pipe is written to; a file in its place would end it for everybody.
    if (found !== undefined && !found.isFile()) {
      await writeFile(path, text).catch((error: unknown) => {
        throw unusable("write", path, error);
      });
      return;
    }
    // Whoever reads it meanwhile has the old file or the new one.
    const written = `${path}.${process.pid}.part`;
    try {
      await writeFile(written, text, { mode: 0o600 });
      await rename(written, path);
    } catch (error) {
      await rm(written, { force: true });
      throw unusable("write", path, error);
    }
  },
  async exists(path) {
    return access(path).then(
      () => true,
      () => false,
    );
  },
  async isFolder(path) {
    return stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
  },
  async list(folder) {
    return readdir(folder).then(
      (names) => names.sort(),
      () => [],
    );
  },
  resolve: (base, path) => (isAbsolute(path) ? path : resolve(dirname(base), path)),
  relative: (base, path) => (isAbsolute(path) ? path : relative(dirname(base), path)),
};

/** By the code of Node's error. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
};

function unusable(what: "read" | "write", path: string, cause: unknown): InputError {
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  const reason = what === "write" && code === "ENOENT" ? "there is no such folder" : reasons[code];
  return new InputError(`cannot ${what} ${path}: ${reason ?? String(cause)}`, { where: path, cause });
}
