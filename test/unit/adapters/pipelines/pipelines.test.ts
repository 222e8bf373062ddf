import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPipelines } from "#cli/adapters/pipelines/pipelines.js";
import { systemFiles } from "#cli/adapters/system/files.js";
import { InputError, UsageError } from "#cli/errors.js";

let folder: string;
const pipelines = (): ReturnType<typeof createPipelines> =>
  createPipelines({ projectFolder: folder, files: systemFiles });
const shipped = createPipelines({ projectFolder: process.cwd(), files: systemFiles });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-pipelines-"));
  await mkdir(join(folder, "connectors"));
  await cp("connectors/pipelines", join(folder, "connectors", "pipelines"), { recursive: true });
  await cp("schemas", join(folder, "schemas"), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("createPipelines", () => {
  it("finds the shipped pipelines, whose files are all there", async () => {
    const all = await shipped.select({});
    expect(all.map((pipeline) => pipeline.name)).toEqual(await shipped.names());
    expect(all.map((pipeline) => pipeline.name)).toContain("item-sales");
    for (const pipeline of all) {
      for (const table of pipeline.tables) expect(await systemFiles.exists(table.cql), table.cql).toBe(true);
    }
  });

  it("guesses what a mistyped name stands for", async () => {
    await expect(pipelines().select({ name: ["item-slaes"] })).rejects.toThrow(UsageError);
    await expect(pipelines().select({ name: ["item-slaes"] })).rejects.toMatchObject({
      message: "there is no pipeline item-slaes",
      hint: expect.stringContaining('did you mean "item-sales"?') as string,
    });
  });

  it("reads any other file, with paths from that file's folder", async () => {
    const file = join(folder, "copy.yaml");
    const text = await readFile("connectors/pipelines/item-sales.yaml", "utf8");
    await writeFile(file, text.replaceAll("../../schemas", "schemas"));
    const [pipeline] = await pipelines().select({ file: [file] });
    expect(pipeline?.tables[0]?.cql).toBe(join(folder, "schemas/tables/item-sales.cql"));
  });

  it("takes several names and files, each once", async () => {
    const file = join(folder, "connectors", "pipelines", "item-sales.yaml");
    const other = join(folder, "other.json");
    await writeFile(other, JSON.stringify({ name: "other", config: { "connector.class": "X" } }));
    const selected = await pipelines().select({
      name: ["weather", "item-sales", other],
      file: [file, other],
    });
    expect(selected.map(({ name }) => name)).toEqual(["weather", "item-sales", "other"]);
  });

  it("takes a folder for the pipelines in it, and a schema beside them for none", async () => {
    const mixed = join(folder, "mixed");
    await mkdir(join(mixed, "deeper"), { recursive: true });
    await writeFile(join(mixed, "b.json"), JSON.stringify({ name: "b", "connector.class": "X" }));
    await writeFile(join(mixed, "a.properties"), "name=a\nconnector.class=X\n");
    for (const other of ["event.schema.json", ".hidden.yaml", "table.cql", "deeper/c.json"])
      await writeFile(join(mixed, other), "{}");
    const selected = await pipelines().select({ name: [`${mixed}/`] });
    expect(selected.map(({ name }) => name)).toEqual(["a", "b"]);
    await expect(pipelines().select({ file: [join(mixed, "deeper", "none")] })).rejects.toThrow(
      "cannot read",
    );
    await rm(join(mixed, "deeper", "c.json"));
    await expect(pipelines().select({ file: [join(mixed, "deeper")] })).rejects.toThrow(
      "there is no pipeline file",
    );
  });

  it("lets no broken file hide the others", async () => {
    const broken = join(folder, "broken.yaml");
    await writeFile(broken, "name: broken\ntopcis: []\n");
    const each = await pipelines().selectEach({
      name: ["weather"],
      file: [broken, join(folder, "none.yaml")],
    });
    expect(each).toMatchObject([{ name: "weather" }, { name: "broken" }, { name: "none" }]);
    expect(each.map((one) => "problem" in one)).toEqual([false, true, true]);
  });

  it("names a file that is not there", async () => {
    await expect(pipelines().select({ file: ["/no/such.yaml"] })).rejects.toMatchObject({
      message: "cannot read /no/such.yaml: there is no such file",
    });
  });

  it("refuses a copied file that still has the old name", async () => {
    const folderOfPipelines = join(folder, "connectors", "pipelines");
    await cp(join(folderOfPipelines, "item-sales.yaml"), join(folderOfPipelines, "returns.yaml"));
    await expect(pipelines().select({ name: ["returns"] })).rejects.toMatchObject({
      message: "the pipeline in returns.yaml calls itself item-sales",
    });
  });

  it("refuses two pipelines that would share a connector", async () => {
    const folderOfPipelines = join(folder, "connectors", "pipelines");
    const text = await readFile(join(folderOfPipelines, "item-sales.yaml"), "utf8");
    await writeFile(
      join(folderOfPipelines, "returns.yaml"),
      text.replace("name: item-sales", "name: returns"),
    );
    await expect(pipelines().select({})).rejects.toThrow(InputError);
    await expect(pipelines().select({})).rejects.toThrow("two pipelines have a connector item-sales");
  });

  it("hands out each of them, and for one that cannot be read what is wrong with it", async () => {
    const folderOfPipelines = join(folder, "connectors", "pipelines");
    await writeFile(join(folderOfPipelines, "broken.yaml"), "name: broken\ntopcis: []\n");
    const all = await pipelines().selectEach({});
    expect(all.map(({ name }) => name)).toEqual(["broken", "item-sales", "monitoring", "weather"]);
    expect(all[0]).toMatchObject({
      problem: { lines: expect.arrayContaining([expect.stringContaining("topcis")]) as string[] },
    });
    expect(all[1]).toMatchObject({ pipeline: { name: "item-sales" } });
    await expect(pipelines().select({})).rejects.toThrow(InputError);
    await expect(pipelines().selectEach({ name: ["broken"] })).rejects.toThrow(InputError);
  });

  it("says of two pipelines with one connector that neither can be told from the other", async () => {
    const folderOfPipelines = join(folder, "connectors", "pipelines");
    const text = await readFile(join(folderOfPipelines, "item-sales.yaml"), "utf8");
    await writeFile(join(folderOfPipelines, "copied.yaml"), text.replace("name: item-sales", "name: copied"));
    const [copied, sales, , weather] = await pipelines().selectEach({});
    for (const each of [copied, sales])
      expect(each).toMatchObject({ problem: { message: "two pipelines have a connector item-sales" } });
    expect(weather).toMatchObject({ pipeline: { name: "weather" } });
  });
});
