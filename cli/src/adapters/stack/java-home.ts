import { readFile, readdir, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import {
  type InstalledJdk,
  chooseJdk,
  installLines,
  javaMajor,
  releaseVersion,
} from "../../core/stack/jdk.js";
import { ServiceError } from "../../errors.js";
import { exists } from "./files.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** The JDK that runs the servers and builds the plugins; throws a ServiceError that lists the JDKs of other versions. */
export async function findJdk(environment: Environment): Promise<InstalledJdk> {
  const installed = await installedJdks(environment);
  const jdk = chooseJdk(installed);
  if (jdk !== undefined) return jdk;
  throw new ServiceError("JDK", `no JDK ${javaMajor} was found`, {
    lines: installed.map(describeJdk),
    hint: installLines("JDK", process.platform).join("   or: "),
  });
}

export function describeJdk(jdk: InstalledJdk): string {
  return `${jdk.version} in ${jdk.home}${jdk.compiler ? "" : " (a runtime without javac)"}`;
}

/** Every JDK in JAVA_HOME, on the PATH and in the usual folders, in this order, without duplicates. */
export async function installedJdks(environment: Environment): Promise<readonly InstalledJdk[]> {
  const found = new Map<string, InstalledJdk>();
  for (const candidate of await candidates(environment)) {
    const home = await realpath(candidate).catch(() => undefined);
    if (home === undefined || found.has(home)) continue;
    const version = await readFile(join(home, "release"), "utf8").then(releaseVersion, () => undefined);
    if (version === undefined || !(await exists(join(home, "bin", "java")))) continue;
    found.set(home, { home, version, compiler: await exists(join(home, "bin", "javac")) });
  }
  return [...found.values()];
}

async function candidates(environment: Environment): Promise<readonly string[]> {
  const user = environment["HOME"] ?? homedir();
  const onPath = await Promise.all(
    (environment["PATH"] ?? "").split(delimiter).map((folder) =>
      realpath(join(folder, "java")).then(
        (java) => [dirname(dirname(java))],
        () => [],
      ),
    ),
  );
  const inside = await Promise.all([
    children("/usr/lib/jvm"),
    children("/usr/java"),
    children("/Library/Java/JavaVirtualMachines", "Contents/Home"),
    children(join(user, "Library/Java/JavaVirtualMachines"), "Contents/Home"),
    children(join(user, ".sdkman/candidates/java")),
    children(join(user, ".jdks")),
  ]);
  const brew = ["/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"].flatMap((root) => [
    join(root, `opt/openjdk@${javaMajor}/libexec/openjdk.jdk/Contents/Home`),
    join(root, `opt/openjdk@${javaMajor}/libexec`),
  ]);
  const named = environment["JAVA_HOME"];
  return [...(named === undefined ? [] : [named]), ...onPath.flat(), ...inside.flat(), ...brew];
}

async function children(folder: string, below = ""): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.sort().map((name) => join(folder, name, below));
}
