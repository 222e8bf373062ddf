import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { type Document, markdown } from "./markdown.js";
import type { BenchResult, ScenarioResult } from "./result.js";

export interface MeasuredDocument extends Document {
  /** Names of its scenarios, as readers are to meet them, whichever was measured last. */
  readonly order: readonly string[];
}

/** The documents under docs/benchmarks. A scenario replaces its own last result, and the others' stay. */
export class ResultStore {
  readonly #folder: string;
  readonly #documents: readonly MeasuredDocument[];

  constructor(folder: string, documents: readonly MeasuredDocument[]) {
    this.#folder = folder;
    this.#documents = documents;
  }

  async put(name: string, result: ScenarioResult): Promise<void> {
    const document = this.#documents.find(({ order }) => order.includes(name));
    if (document === undefined) throw new Error(`no document has a scenario ${name}`);
    const { scenarios } = await this.#read(`${document.name}.json`);
    const place = ([one]: readonly [string, unknown]): number => document.order.indexOf(one);
    const entries = Object.entries({ ...scenarios, [name]: result });
    const ordered = entries.toSorted((one, other) => place(one) - place(other));
    const all: BenchResult = { version: 1, scenarios: Object.fromEntries(ordered) };
    await mkdir(this.#folder, { recursive: true });
    // In the form that `npm run check:format` wants of all files.
    const json = await format(JSON.stringify(all), { parser: "json", printWidth: 110 });
    const page = await format(markdown(document, all), { parser: "markdown", printWidth: 110 });
    await this.#write(`${document.name}.json`, json);
    await this.#write(`${document.name}.md`, page);
    await this.#write(`${document.name}.svg`, document.chart(all));
  }

  async #read(file: string): Promise<BenchResult> {
    const text = await readFile(join(this.#folder, file), "utf8").catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    });
    return text === undefined ? { version: 1, scenarios: {} } : (JSON.parse(text) as BenchResult);
  }

  /** Whole or not at all. */
  async #write(name: string, text: string): Promise<void> {
    const file = join(this.#folder, name);
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  }
}
