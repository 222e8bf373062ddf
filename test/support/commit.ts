import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { projectFolder } from "./cli.js";

const execute = promisify(execFile);

/** What of the project is at work; undefined in an archive of the sources, which has no history to ask. */
export function commit(): Promise<string | undefined> {
  return execute("git", ["describe", "--always", "--dirty"], { cwd: projectFolder }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}
