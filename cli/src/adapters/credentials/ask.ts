import { type Interface, createInterface } from "node:readline";
import { Secret } from "../../core/secret.js";
import { InputError } from "../../errors.js";

export interface Asker {
  ask(what: string): Promise<Secret>;
}

/** Asks on stderr and reads standard input; what is typed at a terminal is not shown. */
export function createAsker(
  signal: AbortSignal,
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Asker {
  /** Of a standard input that is no terminal: one for all questions, for it reads ahead. */
  let lines: AsyncIterator<string> | undefined;
  const nextLine = async (): Promise<string> => {
    lines ??= createInterface({ input, crlfDelay: Infinity, signal })[Symbol.asyncIterator]();
    const { value } = (await lines.next()) as { readonly value: string | undefined };
    return value ?? "";
  };
  return {
    async ask(what) {
      const answer = input.isTTY
        ? await typedUnseen(`${what}: `, { input, output, signal })
        : await nextLine();
      signal.throwIfAborted();
      if (answer !== "") return new Secret(answer);
      throw new InputError(`the ${what} is missing: nothing was typed`);
    },
  };
}

interface Unseen {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

function typedUnseen(question: string, { input, output, signal }: Unseen): Promise<string> {
  output.write(question);
  const reader: Interface = createInterface({ input, terminal: true, historySize: 0 });
  return new Promise<string>((resolve) => {
    let isOver = false;
    const end = (line: string): void => {
      if (isOver) return;
      isOver = true;
      signal.removeEventListener("abort", onAbort);
      reader.close();
      output.write("\n");
      resolve(line);
    };
    const onAbort = (): void => end("");
    signal.addEventListener("abort", onAbort, { once: true });
    reader.once("line", end);
    // In raw mode Ctrl-C is a key, and not a signal.
    reader.once("SIGINT", () => {
      process.kill(process.pid, "SIGINT");
      end("");
    });
    reader.once("close", () => end(""));
  });
}
