import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { chart } from "./chart.js";
import { markdown } from "./markdown.js";
import type { BenchResult, ScenarioResult } from "./result.js";

/** The files under docs/benchmarks. A scenario replaces its own last result, and the others' stay. */
export class ResultStore {
  readonly #folder: string;
  readonly #order: readonly string[];

  /** @param order names of scenarios, as readers are to meet them, whichever was measured last */
  constructor(folder: string, order: readonly string[]) {
    this.#folder = folder;
    this.#order = order;
  }

  async put(name: string, result: ScenarioResult): Promise<void> {
    const { scenarios } = await this.#read();
    const place = ([one]: readonly [string, unknown]): number => this.#order.indexOf(one);
    const entries = Object.entries({ ...scenarios, [name]: result });
    const ordered = entries.toSorted((one, other) => place(one) - place(other));
    const all: BenchResult = { version: 1, scenarios: Object.fromEntries(ordered) };
    await mkdir(this.#folder, { recursive: true });
    // In the form that `npm run check:format` wants of all files.
    const json = await format(JSON.stringify(all), { parser: "json", printWidth: 110 });
    await this.#write("sink.json", json);
    await this.#write("sink.md", await format(markdown(all), { parser: "markdown", printWidth: 110 }));
    await this.#write("sink.svg", chart(all));
  }

  async #read(): Promise<BenchResult> {
    const text = await readFile(join(this.#folder, "sink.json"), "utf8").catch((error: unknown) => {
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
