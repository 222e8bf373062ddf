import { homedir } from "node:os";
import { join } from "node:path";

/** The path with a leading `~/` replaced: no shell does so behind `file:` or in a YAML file. */
export function homePath(path: string): string {
  return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}
