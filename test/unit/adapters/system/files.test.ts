import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { systemFiles } from "#cli/adapters/system/files.js";

it("replaces a file as a whole, for its owner alone", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cassink-files-"));
  try {
    const file = join(folder, "kept.json");
    await writeFile(file, "old", { mode: 0o644 });
    await systemFiles.writeText(file, "new");
    expect(await readFile(file, "utf8")).toBe("new");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["kept.json"]);
    await expect(systemFiles.writeText(folder, "new")).rejects.toThrow(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("writes to a device, and puts no file in its place", async () => {
  await systemFiles.writeText("/dev/null", "text");
  expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
});
