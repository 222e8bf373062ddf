import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findJdk, installedJdks } from "#cli/adapters/stack/java-home.js";

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "cassink-jdk-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function jdk(name: string, version: string, programs = ["java", "javac"]): Promise<string> {
  const home = join(folder, name);
  await mkdir(join(home, "bin"), { recursive: true });
  await writeFile(join(home, "release"), `JAVA_VERSION="${version}"\n`);
  for (const program of programs) {
    await writeFile(join(home, "bin", program), "");
    await chmod(join(home, "bin", program), 0o755);
  }
  return home;
}

test("JAVA_HOME comes before the PATH, and a link on the PATH leads to its JDK", async () => {
  const named = await jdk("named", "17.0.1");
  const linked = await jdk("linked", "25.0.3");
  await mkdir(join(folder, "bin"));
  await symlink(join(linked, "bin", "java"), join(folder, "bin", "java"));
  const environment = { JAVA_HOME: named, PATH: join(folder, "bin"), HOME: folder };
  const homes = (await installedJdks(environment)).map((found) => found.home);
  expect(homes.slice(0, 2)).toEqual([named, linked]);
});

test("17 is taken from SDKMAN although JAVA_HOME and PATH say 25", async () => {
  const newer = await jdk("newer", "25.0.3");
  const candidate = await jdk(".sdkman/candidates/java/17.0.9-tem", "17.0.9");
  const environment = { JAVA_HOME: newer, PATH: join(newer, "bin"), HOME: folder };
  const installed = await installedJdks(environment);
  expect(installed.find(({ home }) => home === candidate)).toEqual({
    home: candidate,
    version: "17.0.9",
    compiler: true,
  });
  expect((await findJdk(environment)).version).toMatch(/^17\./);
});

test("a JAVA_HOME that is no JDK is passed over", async () => {
  const environment = { JAVA_HOME: join(folder, "gone"), PATH: "", HOME: folder };
  expect((await installedJdks(environment)).map(({ home }) => home)).not.toContain(join(folder, "gone"));
});

test("a runtime without javac is seen as such", async () => {
  const runtime = await jdk("jre", "17.0.1", ["java"]);
  const [first] = await installedJdks({ JAVA_HOME: runtime, PATH: "", HOME: folder });
  expect(first).toEqual({ home: runtime, version: "17.0.1", compiler: false });
});
