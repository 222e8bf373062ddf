import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "#test/support/cli.js";

const execute = promisify(execFile);

/** `java`, where JAVA_HOME or the path has it. */
export function javaTool(name: "java" | "jcmd"): string {
  const home = process.env["JAVA_HOME"];
  return home === undefined ? name : join(home, "bin", name);
}

/** Builds one of the Maven modules beside this file; its classpath, with its own classes first. */
export async function buildJavaPeer(name: "driver" | "spark", signal: AbortSignal): Promise<string> {
  const folder = join(projectFolder, "test", "bench", "peers", name);
  await execute("mvn", ["-B", "-q", "-ntp", "-f", folder, "package"], { signal, maxBuffer: 1 << 26 });
  const classpath = await readFile(join(folder, "target", "classpath"), "utf8");
  return `${join(folder, "target", "classes")}:${classpath.trim()}`;
}
