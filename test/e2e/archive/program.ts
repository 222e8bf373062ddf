import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { projectFolder, runCli } from "#test/support/cli.js";
import { scaled } from "#test/support/scaled.js";
import { freePortOffset } from "#test/support/servers/ports.js";
import { stackHome } from "#test/support/servers/stack-home.js";

const run = promisify(execFile);

/** Of the archive that `npm run package` has made. */
export function programTests(): void {
  describe("npm run package", () => {
    /** What `npm install -g` has made, away from the checkout. */
    let folder: string;
    let archive: string;
    let program: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "cassink-package-"));
      const target = join(projectFolder, "target");
      archive = join(target, (await readdir(target)).find((name) => name.endsWith(".tgz")) ?? "");
      const quick = ["--prefer-offline", "--no-audit", "--no-fund"];
      await run("npm", ["install", "-g", "--prefix", folder, ...quick, archive], { cwd: folder });
      program = join(folder, "bin", "cassink");
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    test("makes an archive of less than 20 MB, of what the program reads and nothing else", async () => {
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
        .filter((path) => !/^(connectors|docs|schemas|dist)\//.test(path));
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
      expect(files.filter((file) => /test|\.(map|ts|java|tsbuildinfo)$/.test(file))).toEqual([]);
      // Messages name pages.
      expect(files).toContain("package/docs/pipelines.md");
    });

    test("installs one program", async () => {
      expect(await readdir(join(folder, "bin"))).toEqual(["cassink"]);
      const lock = await readFile(join(folder, "lib/node_modules/cassink/npm-shrinkwrap.json"), "utf8");
      expect(lock).not.toContain("resolved");
    });

    test("carries the demo through, from an empty folder", { timeout: scaled(300_000) }, async () => {
      const { home, remove } = await stackHome("package");
      onTestFinished(async () => {
        await remove();
      });
      const stack = ["--home", home, "--port-offset", String(await freePortOffset())];
      const { exitCode, stdout, stderr } = await runCli(
        ["demo", ...stack, "--records", "2000", "--readings", "100"],
        {
          program,
          cwd: await mkdtemp(join(folder, "empty-")),
          env: { XDG_CACHE_HOME: join(folder, "cache") },
          deadline: 250_000,
        },
      );
      expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
      expect(stdout).toContain("item-sales: 2,000 records");
      expect(stdout).toContain("cassink --help");
      expect(stdout).not.toMatch(/npx|node .*cassink/);
    });
  });
}
