import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectFolder, runCli } from "#test/support/cli.js";
import { freePortOffset } from "#test/support/servers/ports.js";

const run = promisify(execFile);
/** What `npm install -g` has made, away from the checkout. */
let folder: string;
let archive: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-package-"));
  await run("npm", ["run", "--silent", "package"], { cwd: projectFolder });
  const target = join(projectFolder, "target");
  archive = join(target, (await readdir(target)).find((name) => name.endsWith(".tgz")) ?? "");
  await run("npm", ["install", "-g", "--prefix", folder, "--prefer-offline", archive], { cwd: folder });
  program = join(folder, "bin", "cassink");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the package", () => {
  test("is smaller than 20 MB, and has what the program reads and nothing else", async () => {
    expect((await stat(archive)).size).toBeLessThan(20_000_000);
    const { stdout } = await run("tar", ["tzf", archive]);
    const files = stdout.trim().split("\n");
    const shown = files
      .map((file) =>
        file
          .replace(/^package\//, "")
          .split("/")
          .slice(0, 2)
          .join("/"),
      )
      .filter((path) => !/^(connectors|schemas|dist)\//.test(path));
    expect(new Set(shown)).toEqual(
      new Set([
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "cli/bin",
        "docker/connect-worker.properties",
        "npm-shrinkwrap.json",
        "package.json",
      ]),
    );
    expect(files.filter((file) => /test|\.map$|\.java$|\.tsbuildinfo$/.test(file))).toEqual([]);
  });

  test("leaves one program behind", async () => {
    expect(await readdir(join(folder, "bin"))).toEqual(["cassink"]);
    const lock = await readFile(join(folder, "lib/node_modules/cassink/npm-shrinkwrap.json"), "utf8");
    expect(lock).not.toContain("resolved");
  });

  test("carries the demo through, from an empty folder", { timeout: 600_000 }, async () => {
    const { exitCode, stdout, stderr } = await runCli(
      ["demo", "--port-offset", String(await freePortOffset())],
      {
        program,
        cwd: await mkdtemp(join(folder, "empty-")),
        env: { XDG_CACHE_HOME: join(folder, "cache") },
        deadline: 400_000,
      },
    );
    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).toContain("item-sales: 20,000 records");
    expect(stdout).toContain("cassink --help");
    expect(stdout).not.toMatch(/npx|node .*cassink/);
  });
});
