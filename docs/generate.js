// Writes docs/commands/ from the program's own help: `npm run docs`.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { program } from "../dist/program.js";
import { referencePages } from "../dist/program/reference.js";

const folder = new URL("./commands/", import.meta.url);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [file, text] of referencePages(program)) await writeFile(new URL(file, folder), text);
