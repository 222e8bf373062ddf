import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSpills } from "#cli/adapters/spill/spills.js";
import type { Spills } from "#cli/ports/spill.js";

let parent: string;
let folder: string;
let spills: Spills;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "cassink-spill-"));
  folder = join(parent, "spill");
  const births: Readonly<Record<number, string>> = { [process.pid]: "this", 77: "other" };
  spills = createSpills({ folder, birthOf: (pid) => Promise.resolve(births[pid]), version: "1" });
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

/** As another process finds what this one has left. */
const killed = (): void => {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name, "owner.json");
    const owner = JSON.parse(readFileSync(file, "utf8")) as object;
    writeFileSync(file, JSON.stringify({ ...owner, birth: "before" }));
  }
};

const texts = (blocks: Iterable<Buffer>): readonly string[] => [...blocks].map(String);

describe("a spill", () => {
  it("gives back the blocks of each file, compressed meanwhile, and is gone when it is closed", async () => {
    const { spill } = await spills.open("r");
    expect(existsSync(folder)).toBe(false);
    expect(spill.free()).toBeGreaterThan(0);
    const long = "abc".repeat(10_000);
    spill.append("0-0", [Buffer.from("a"), Buffer.from(long)]);
    spill.append("0-1", [Buffer.from("other")]);
    spill.append("0-0", [Buffer.from("")]);
    expect(texts(spill.read("0-0"))).toEqual(["a", long, ""]);
    expect(texts(spill.read("0-1"))).toEqual(["other"]);
    expect(texts(spill.read("0-2"))).toEqual([]);
    expect(statSync(join(spill.folder, "0-0")).size).toBeLessThan(1000);
    await spill.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is for its owner alone", async () => {
    const { spill } = await spills.open("r");
    spill.append("0-0", [Buffer.from("a")]);
    expect(statSync(spill.folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(spill.folder, "0-0")).mode & 0o777).toBe(0o600);
  });

  it("removes what a process has left that is gone, and nothing else", async () => {
    for (const [name, owner] of [
      ["dead", { pid: 99, birth: "other" }],
      ["another-with-its-id", { pid: 77, birth: "before" }],
      ["alive", { pid: 77, birth: "other" }],
    ] as const) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "owner.json"), JSON.stringify(owner));
    }
    mkdirSync(join(folder, "no-owner"));
    await spills.open("r");
    expect(readdirSync(folder)).toEqual(["alive", "no-owner"]);
  });

  it("says which file was cut short, and where it cannot be written", async () => {
    const { spill } = await spills.open("r");
    spill.append("0-0", [Buffer.from("a".repeat(1000))]);
    const file = join(spill.folder, "0-0");
    truncateSync(file, statSync(file).size - 1);
    expect(() => texts(spill.read("0-0"))).toThrow(
      expect.objectContaining({
        message: expect.stringContaining("not as it was written") as string,
        where: file,
      }),
    );
    writeFileSync(join(parent, "file"), "");
    const impossible = process.platform === "linux" ? ["/proc/nope/deeper"] : [];
    for (const elsewhere of [join(parent, "file"), ...impossible]) {
      const nowhere = await createSpills({
        folder: elsewhere,
        birthOf: () => Promise.resolve("this"),
        version: "1",
      }).open("r");
      expect(() => nowhere.spill.free()).toThrow(/cannot be written/);
    }
  });
});

describe("a run that was kept", () => {
  const state = { count: 3n, nothing: NaN, by: new Map([["a", new Float64Array([1, Infinity])]]) };

  async function leaveRun(name = "r"): Promise<void> {
    const { spill } = await spills.open(name);
    spill.append("0-0", [Buffer.from("a"), Buffer.from("b")]);
    spill.keep("reading", state);
    spill.append("0-0", [Buffer.from("after")]);
    spill.append("0-1", [Buffer.from("after")]);
    expect(await spill.leave()).toBe(true);
    killed();
  }

  it("is resumed with what it had when it was kept, goes on, and is gone in the end", async () => {
    await leaveRun();
    expect(await spills.left()).toEqual([{ name: "r" }]);
    const spill = await spills.resume("r");
    expect(spill.kept("reading")).toEqual(state);
    expect(spill.kept("table-0")).toBeUndefined();
    expect(texts(spill.read("0-0"))).toEqual(["a", "b"]);
    expect(texts(spill.read("0-1"))).toEqual([]);
    spill.append("0-0", [Buffer.from("c")]);
    spill.append("0-1", [Buffer.from("d")]);
    expect(texts(spill.read("0-0"))).toEqual(["a", "b", "c"]);
    expect(texts(spill.read("0-1"))).toEqual(["d"]);
    await spill.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is one for each name, the newest, and a new run of the name removes it", async () => {
    await leaveRun("other");
    await leaveRun("r");
    expect((await spills.open("third")).hasDiscarded).toBe(false);
    expect(await spills.left()).toHaveLength(2);
    expect((await spills.open("r")).hasDiscarded).toBe(true);
    expect(await spills.left()).toEqual([{ name: "other" }]);
  });

  it("is not taken from the process that is at it, nor by two", async () => {
    const { spill } = await spills.open("r");
    spill.keep("reading", state);
    expect(await spills.left()).toEqual([{ name: "r", heldBy: process.pid }]);
    await expect(spills.resume("r")).rejects.toThrow(/another process/);
    killed();
    const both = await Promise.allSettled([spills.resume("r"), spills.resume("r")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("is not left where nothing was kept", async () => {
    const { spill } = await spills.open("r");
    spill.append("0-0", [Buffer.from("a")]);
    expect(await spill.leave()).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is not continued by another version of the program", async () => {
    await leaveRun();
    const newer = createSpills({ folder, birthOf: () => Promise.resolve(undefined), version: "2" });
    await expect(newer.resume("r")).rejects.toThrow(/is of version 1, and this is version 2/);
    expect(await newer.left()).toHaveLength(1);
  });

  it.each([
    ["what was kept is cut short", "reading.kept", (file: string) => truncateSync(file, 20)],
    ["what was kept is empty", "reading.kept", (file: string) => truncateSync(file, 0)],
    ["a byte of what was kept is another", "reading.kept", flip],
    ["a file is gone", "0-0", (file: string) => rmSync(file)],
    ["a file is cut short", "0-0", (file: string) => truncateSync(file, 3)],
    ["a byte of a file is another", "0-0", flip],
    ["a length in a file is another", "0-0", (file: string) => flip(file, 1)],
  ])("is refused where %s", async (_, name, harm: (file: string) => void) => {
    await leaveRun();
    const spill = await spills.resume("r");
    const file = join(spill.folder, name);
    harm(file);
    expect(() => {
      spill.kept("reading");
      texts(spill.read("0-0"));
    }).toThrow(
      expect.objectContaining({ message: expect.stringContaining("not as it was") as string, where: file }),
    );
  });
});

/** The last byte of what was kept, or the given one, is another. */
function flip(file: string, at = 14): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

describe("the parts of several workers", () => {
  it("are read as one, and are gone with the run", async () => {
    const { spill } = await spills.open("r");
    const parts = await Promise.all(
      ["worker-0", "worker-1"].map(async (name) => {
        const share = spill.share(name, 2);
        expect(share.limits.held).toBe(spill.limits.held / 2);
        const part = await spills.share(share);
        part.append("0-0", [Buffer.from(name)]);
        return { folder: part.folder, lengths: part.lengths };
      }),
    );
    const read = await spills.reader(structuredClone(parts));
    expect(texts(read("0-0"))).toEqual(["worker-0", "worker-1"]);
    expect(texts(read("0-1"))).toEqual([]);
    await spill.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("go on where they were kept, and begin anew where they were not", async () => {
    const { spill } = await spills.open("r");
    for (const name of ["worker-0", "worker-1"]) {
      const part = await spills.share(spill.share(name, 2));
      part.append("0-0", [Buffer.from("kept")]);
      if (name === "worker-0") part.keep("reading", name);
      part.append("0-0", [Buffer.from("not kept")]);
    }
    spill.keep("reading", "shares");
    killed();
    const again = await spills.resume("r");
    expect(again.kept("reading")).toBe("shares");
    const [one, other] = await Promise.all(
      ["worker-0", "worker-1"].map((name) => spills.share(again.share(name, 2))),
    );
    expect([one?.kept("reading"), other?.kept("reading")]).toEqual(["worker-0", undefined]);
    expect(texts(one?.read("0-0") ?? [])).toEqual(["kept"]);
    other?.append("0-0", [Buffer.from("anew")]);
    expect(texts(other?.read("0-0") ?? [])).toEqual(["anew"]);
    await again.close();
    expect(readdirSync(folder)).toEqual([]);
  });
});
