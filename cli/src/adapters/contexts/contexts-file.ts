import { open, readFile, realpath, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Contexts } from "../../core/connections/named-context.js";
import { InputError } from "../../errors.js";
import { makeNamedFolder } from "../make-folder.js";
import type { ContextsFile } from "../../ports/contexts.js";

export interface ContextsFileOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that holds `schemas`. */
  readonly projectFolder: string;
  /** Milliseconds that another process may take to change the file. */
  readonly patience?: number;
}

/** contexts.yaml in the user's config directory. Nothing is read before a call, and no parser loaded without a file. */
export function createContextsFile(options: ContextsFileOptions): ContextsFile {
  const file = join(configFolder(options.environment), "contexts.yaml");
  const parsed = async (text: string): Promise<Contexts> => {
    const [{ parseContexts }, { schemaChecker }] = await parsers();
    const schema = join(options.projectFolder, "schemas", "contexts.schema.json");
    const check = schemaChecker(JSON.parse(await readFile(schema, "utf8")) as object, "hidden");
    const folder = dirname(file);
    return parseContexts(text, { file, check, resolve: (path) => resolve(folder, path) });
  };
  return {
    file,
    async read() {
      const { text, mode } = await readWithMode(file);
      if (text.trim() === "") return { current: undefined, contexts: new Map() };
      const contexts = await parsed(text);
      const [{ holdsClearSecrets }] = await parsers();
      if ((mode & 0o077) !== 0 && holdsClearSecrets(contexts)) {
        throw new InputError("the contexts hold secrets in the clear, and others can read the file", {
          where: file,
          hint: `chmod 600 ${file}`,
        });
      }
      return contexts;
    },
    async change(edit, { dryRun } = { dryRun: false }) {
      const edited = async (): Promise<string> => {
        const { text } = await readWithMode(file);
        const before = text.trim() === "" ? { current: undefined, contexts: new Map() } : await parsed(text);
        const after = edit(text, before);
        await parsed(after);
        return after;
      };
      if (dryRun) {
        await edited();
        return;
      }
      makeNamedFolder(dirname(file), {
        what: "the folder of the contexts",
        hint: "name a folder that you may write to with CASSINK_CONFIG_HOME",
        mode: 0o700,
      });
      // A link, as those who keep such files elsewhere have, stays one.
      const target = await realpath(file).catch(() => file);
      await replace(target, options.patience ?? 5_000, edited);
    },
  };
}

const parsers = () =>
  Promise.all([import("../../core/connections/contexts.js"), import("../../core/documents/schema-check.js")]);

function configFolder(environment: ContextsFileOptions["environment"]): string {
  const { CASSINK_CONFIG_HOME: own = "", XDG_CONFIG_HOME: config = "" } = environment;
  if (own !== "") return resolve(own);
  // The specification has relative paths ignored.
  return join(config.startsWith("/") ? config : join(homedir(), ".config"), "cassink");
}

/** Mode 0 and no text when there is no file. */
async function readWithMode(file: string): Promise<{ readonly text: string; readonly mode: number }> {
  let handle;
  try {
    handle = await open(file, "r");
    const { mode } = await handle.stat();
    return { text: await handle.readFile("utf8"), mode };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT") return { text: "", mode: 0 };
    throw new InputError(`the contexts cannot be read: ${code}`, { where: file });
  } finally {
    await handle?.close();
  }
}

/**
 * The new text is written beside the file and then takes its place. The file beside it is also the lock: who finds it
 * there waits.
 */
async function replace(file: string, patience: number, make: () => Promise<string>): Promise<void> {
  const beside = `${file}.new`;
  const handle = await openAlone(beside, patience);
  try {
    await handle.writeFile(await make());
    await handle.sync();
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function openAlone(file: string, patience: number): ReturnType<typeof open> {
  for (const giveUpAt = Date.now() + patience; ;) {
    try {
      return await open(file, "wx", 0o600);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (code !== "EEXIST") {
        throw new InputError(`the contexts cannot be written: ${code}`, { where: file });
      }
      if (Date.now() > giveUpAt) {
        throw new InputError("another cassink changes the contexts, or has died while it did", {
          where: file,
          hint: `if none runs: rm ${file}`,
        });
      }
      await setTimeout(20);
    }
  }
}
