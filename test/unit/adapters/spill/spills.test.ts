import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
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
  spills = createSpills({ folder, birthOf: (pid) => Promise.resolve(births[pid]) });
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

const texts = (blocks: Iterable<Buffer>): readonly string[] => [...blocks].map(String);

describe("a spill", () => {
  it("gives back the blocks of each file, compressed meanwhile, and is gone when it is closed", async () => {
    const spill = await spills.open();
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
    const spill = await spills.open();
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
    await spills.open();
    expect(readdirSync(folder)).toEqual(["alive", "no-owner"]);
  });

  it("says which file was cut short, and where it cannot be written", async () => {
    const spill = await spills.open();
    spill.append("0-0", [Buffer.from("a".repeat(1000))]);
    const file = join(spill.folder, "0-0");
    truncateSync(file, statSync(file).size - 1);
    expect(() => texts(spill.read("0-0"))).toThrow(
      expect.objectContaining({ message: expect.stringContaining("not whole") as string, where: file }),
    );
    writeFileSync(join(parent, "file"), "");
    const impossible = process.platform === "linux" ? ["/proc/nope/deeper"] : [];
    for (const elsewhere of [join(parent, "file"), ...impossible]) {
      const nowhere = await createSpills({
        folder: elsewhere,
        birthOf: () => Promise.resolve("this"),
      }).open();
      expect(() => nowhere.free()).toThrow(/cannot be written/);
    }
  });
});
