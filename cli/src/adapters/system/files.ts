import { createReadStream } from "node:fs";
import { access, readFile, readdir, stat } from "node:fs/promises";
import { dirname, isAbsolute, resolve } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { InputError } from "../../errors.js";
import type { Files } from "../../ports/files.js";

export const systemFiles: Files = {
  async readText(path) {
    try {
      return path === "-" ? await text(process.stdin) : await readFile(path, "utf8");
    } catch (error) {
      throw unreadable(path, error);
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
      throw unreadable(path, error);
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
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
};

function unreadable(path: string, cause: unknown): InputError {
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  return new InputError(`cannot read ${path}: ${reasons[code] ?? String(cause)}`, { where: path, cause });
}
