import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

/** Writes a file whole: whoever reads it meanwhile, or writes it too, has the old text or the new one. */
export async function write(target: URL, text: string): Promise<void> {
  const part = new URL(`${target.href}.${randomUUID()}.part`);
  await writeFile(part, text);
  await rename(part, target);
}

/** Writes a folder that holds nothing else. A second run at the same time writes the same, and disturbs nothing. */
export async function writeFolder(folder: URL, files: Iterable<readonly [string, string]>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const written = new Set<string>();
  for (const [file, text] of files) {
    const target = new URL(file, folder);
    const options = await resolveConfig(fileURLToPath(target));
    const isJson = file.endsWith(".json");
    await write(target, isJson ? await format(text, { ...options, parser: "json" }) : text);
    written.add(file);
  }
  for (const file of await readdir(folder)) {
    if (!written.has(file) && !file.endsWith(".part")) await rm(new URL(file, folder), { force: true });
  }
}
