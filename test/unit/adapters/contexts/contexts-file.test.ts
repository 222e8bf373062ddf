import { chmod, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createContextsFile } from "#cli/adapters/contexts/contexts-file.js";
import { withContext } from "#cli/core/connections/contexts-text.js";
import { projectFolder } from "#test/support/cli.js";
import { scaled } from "#test/support/scaled.js";

vi.setConfig({ testTimeout: scaled(20_000) });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-contexts-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (environment: Record<string, string> = { CASSINK_CONFIG_HOME: folder }, patience?: number) =>
  createContextsFile({ environment, projectFolder, ...(patience === undefined ? {} : { patience }) });
const settings = { kafka: { bootstrapServers: ["a:1"] } };
const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;
const clear = "contexts: { a: { connect: { urls: 'http://a', token: 'clear:x' } } }\n";

describe("where the contexts are", () => {
  it.each([
    [{ CASSINK_CONFIG_HOME: "/own", XDG_CONFIG_HOME: "/xdg" }, "/own/contexts.yaml"],
    [{ XDG_CONFIG_HOME: "/xdg" }, "/xdg/cassink/contexts.yaml"],
    [{ XDG_CONFIG_HOME: "relative" }, /\/\.config\/cassink\/contexts\.yaml$/],
    [{}, /\/\.config\/cassink\/contexts\.yaml$/],
  ])("%j", (environment, file) => {
    expect(open(environment as Record<string, string>).file).toMatch(file);
  });

  it("nowhere, to begin with", async () => {
    expect(await open({ CASSINK_CONFIG_HOME: join(folder, "none") }).read()).toEqual({
      current: undefined,
      contexts: new Map(),
    });
  });
});

it.runIf(process.platform === "linux")(
  "a folder that cannot be made is told at once, and what to do",
  async () => {
    const contexts = open({ CASSINK_CONFIG_HOME: "/proc/nope/deeper" });
    await expect(contexts.change((text) => withContext(text, { name: "a", settings }))).rejects.toMatchObject(
      {
        name: "InputError",
        message: expect.stringMatching(/^the folder of the contexts cannot be made: ENOENT/) as string,
        where: "/proc/nope/deeper",
        hint: expect.stringContaining("CASSINK_CONFIG_HOME") as string,
      },
    );
  },
);

describe("who may read the contexts", () => {
  it("the owner alone, whatever the file was before and the umask is", async () => {
    const home = join(folder, "new");
    const contexts = open({ CASSINK_CONFIG_HOME: home });
    const before = process.umask(0);
    try {
      await contexts.change((text) => withContext(text, { name: "a", settings }));
      expect(await modeOf(contexts.file)).toBe(0o600);
      expect(await modeOf(home)).toBe(0o700);
      await chmod(contexts.file, 0o644);
      await contexts.change((text) => withContext(text, { name: "b", settings }));
      expect(await modeOf(contexts.file)).toBe(0o600);
    } finally {
      process.umask(before);
    }
    expect(await readdir(home)).toEqual(["contexts.yaml"]);
  });

  it.each([0o644, 0o640, 0o620, 0o604])("secrets in the clear with mode %o are refused", async (mode) => {
    const { file, read } = open();
    await writeFile(file, clear);
    await chmod(file, mode);
    await expect(read()).rejects.toMatchObject({ where: file, hint: `chmod 600 ${file}` });
    await chmod(file, 0o600);
    expect((await read()).contexts.size).toBe(1);
  });

  it("others too, when there is no secret in the clear", async () => {
    const { file, read } = open();
    await writeFile(file, clear.replace("clear:", "env:"));
    await chmod(file, 0o644);
    expect((await read()).contexts.size).toBe(1);
  });
});

describe("changes", () => {
  it("of many writers at once are all there", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `c${index}`);
    await Promise.all(
      names.map((name) =>
        open(undefined, scaled(20_000)).change((text) => withContext(text, { name, settings })),
      ),
    );
    expect([...(await open().read()).contexts.keys()].sort()).toEqual(names.sort());
    expect(await readdir(folder)).toEqual(["contexts.yaml"]);
  });

  it("are seen whole or not at all", async () => {
    const contexts = open();
    await contexts.change((text) => withContext(text, { name: "a", settings }));
    const changing = { done: false };
    const writer = (async () => {
      for (let index = 0; index < 15; index += 1) {
        await contexts.change((text) => withContext(text, { name: `c${index}`, settings }));
      }
      changing.done = true;
    })();
    let last = 1;
    while (!changing.done) {
      const { size } = (await contexts.read()).contexts;
      expect(size).toBeGreaterThanOrEqual(last);
      last = size;
    }
    await writer;
  });

  it("that fail leave the file as it was, and the next one in", async () => {
    const contexts = open();
    await contexts.change((text) => withContext(text, { name: "a", settings }));
    const before = await readFile(contexts.file, "utf8");
    await expect(
      contexts.change(() => {
        throw new Error("on purpose");
      }),
    ).rejects.toThrow("on purpose");
    await expect(contexts.change(() => "contexts: 5")).rejects.toThrow("cannot be read");
    expect(await readFile(contexts.file, "utf8")).toBe(before);
    await contexts.change((text) => withContext(text, { name: "b", settings }));
    expect((await contexts.read()).contexts.size).toBe(2);
  });

  it("wait for another writer, and say what to do when it has died", async () => {
    const contexts = open(undefined, 100);
    await writeFile(`${contexts.file}.new`, "");
    await expect(contexts.change((text) => text)).rejects.toMatchObject({
      hint: `if none runs: rm ${contexts.file}.new`,
    });
  });

  it("of a file that is a link go to where it leads", async () => {
    const { file, change } = open();
    await writeFile(join(folder, "real.yaml"), "");
    await symlink(join(folder, "real.yaml"), file);
    await change((text) => withContext(text, { name: "a", settings }));
    expect(await readFile(join(folder, "real.yaml"), "utf8")).toContain("a:1");
    expect(await modeOf(file)).toBe(0o600);
  });
});
