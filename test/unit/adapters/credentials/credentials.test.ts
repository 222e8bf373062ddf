import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAsker } from "#cli/adapters/credentials/ask.js";
import { createCredentials } from "#cli/adapters/credentials/credentials.js";
import { parseSecretSource } from "#cli/core/connections/secret-source.js";
import { Secret } from "#cli/core/secret.js";
import { CassinkError, InterruptedError } from "#cli/errors.js";
import { waitFor } from "#test/support/wait-for.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-credentials-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const environment = { PATH: process.env["PATH"], PASSWORD: "of-the-environment", EMPTY: "" };
const { signal } = new AbortController();
const what = "password for Kafka";
type Options = Partial<Parameters<typeof createCredentials>[0]>;

const find = async (source: string, options: Options = {}): Promise<string> => {
  const parsed = parseSecretSource(source.replace("FOLDER", folder));
  if (parsed === undefined) throw new Error(`${source} is no source`);
  return (await createCredentials({ environment, signal, ...options }).secret(parsed, what)).reveal();
};
const jwt = (exp: number): string => `e30.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.c2ln`;

describe("a secret", () => {
  it.each([
    ["env:PASSWORD", "of-the-environment"],
    ["file:FOLDER/password", "of the file"],
    ["command:echo of the command", "of the command"],
    ["command:printf 'no line end'", "no line end"],
    ['command:echo "$PASSWORD"', "of-the-environment"],
  ])("of %s", async (source, secret) => {
    await writeFile(join(folder, "password"), "of the file\r\nand what follows\n");
    expect(await find(source)).toBe(secret);
  });

  it("of a named pipe is what somebody writes into it within ten seconds", async () => {
    const pipe = join(folder, "pipe");
    await promisify(execFile)("mkfifo", [pipe]);
    const written = writeFile(pipe, "of the pipe\n");
    expect(await find("file:FOLDER/pipe")).toBe("of the pipe");
    await written;
    await expect(find("file:FOLDER/pipe", { pipeTimeout: 50 })).rejects.toThrow(
      "nobody writes into the pipe",
    );
    const interruption = new AbortController();
    const found = find("file:FOLDER/pipe", { signal: interruption.signal });
    interruption.abort(new InterruptedError());
    await expect(found).rejects.toThrow(InterruptedError);
  });

  it.each([
    ["env:NOBODY", "the environment variable NOBODY is not set"],
    ["env:EMPTY", "the environment variable EMPTY is not set"],
    ["file:FOLDER/none", "none cannot be read (ENOENT)"],
    ["file:FOLDER/empty", "the first line of"],
    ["command:exit 3", "its command ended with 3"],
    ["command:no-such-command-8812", "its command ended with 127"],
    ["command:true", "its command printed nothing"],
    ["command:printf 'a\\nb\\n'", "its command printed more than one line"],
    ["command:yes", "its command prints too much"],
    ["command:kill $$", "its command ended with SIGTERM"],
  ])("of %s is missing, and that is said", async (source, problem) => {
    await writeFile(join(folder, "empty"), "\nsecond line\n");
    const refused = find(source);
    await expect(refused).rejects.toThrow(CassinkError);
    await expect(refused).rejects.toThrow(problem);
  });

  it("that a command prints before it fails is not shown, nor what it writes on stderr", async () => {
    const error: unknown = await find("command:echo part-of-4411; cat PASSWORD-of-4411 >&2; exit 1").catch(
      (caught: unknown) => caught,
    );
    const { message, lines } = error as CassinkError;
    expect([message, ...lines].join("\n")).not.toContain("4411");
  });

  it("of a command that does not end is missing after the time it has, and nothing goes on", async () => {
    const pidFile = join(folder, "pid");
    const began = Date.now();
    await expect(
      find(`command:sleep 1000 & echo $! > ${pidFile}; wait`, { commandTimeout: 300 }),
    ).rejects.toThrow("has not ended within 0.3 s");
    expect(Date.now() - began).toBeLessThan(5_000);
    const pid = Number(await readFile(pidFile, "utf8"));
    await waitFor({ what: "the sleeper to end", deadline: 5_000 }, (seen) => {
      try {
        process.kill(pid, 0);
        seen("it lives");
        return Promise.resolve(undefined);
      } catch {
        return Promise.resolve(true);
      }
    });
  });

  it("is not waited for after Ctrl-C", async () => {
    const controller = new AbortController();
    const waiting = find("command:sleep 1000", { signal: controller.signal });
    controller.abort(new InterruptedError());
    await expect(waiting).rejects.toThrow(InterruptedError);
  });

  it("is asked of a command once", async () => {
    const counter = join(folder, "counter");
    const credentials = createCredentials({ environment, signal });
    const source = {
      kind: "command",
      command: `echo x >> ${counter}; wc -l < ${counter} | tr -d ' '`,
    } as const;
    const found = await Promise.all([credentials.secret(source, what), credentials.secret(source, what)]);
    expect(found.map((secret) => secret.reveal())).toEqual(["1", "1"]);
    expect((await credentials.secret(source, what)).reveal()).toBe("1");
  });

  it("cannot be asked for while something else is done", async () => {
    await expect(find("ask")).rejects.toThrow("cannot be asked for here");
  });
});

describe("a token", () => {
  const start = Date.UTC(2026, 0, 1);
  const tokens = (...printed: readonly string[]) => {
    let now = start;
    const environmentOf = { ...environment, TOKEN: printed[0] ?? "" };
    const credentials = createCredentials({ environment: environmentOf, signal, now: () => now });
    return {
      at: async (seconds: number, token: string) => {
        now = start + seconds * 1000;
        environmentOf.TOKEN = token;
        return (await credentials.token({ kind: "env", name: "TOKEN" }, "token for Kafka")).reveal();
      },
    };
  };

  it("is kept until half a minute before it ends by its own word", async () => {
    const [first, second] = [jwt(start / 1000 + 600), jwt(start / 1000 + 1200)];
    const { at } = tokens(first);
    expect(await at(0, first)).toBe(first);
    expect(await at(569, second)).toBe(first);
    expect(await at(571, second)).toBe(second);
  });

  it("without an end of its own is kept for a minute", async () => {
    const { at } = tokens("a");
    expect(await at(0, "a")).toBe("a");
    expect(await at(59, "b")).toBe("a");
    expect(await at(61, "b")).toBe("b");
  });

  it("that has ended is refused", async () => {
    const { at } = tokens("");
    await expect(at(0, jwt(start / 1000 - 120))).rejects.toThrow(
      "the token for Kafka has expired at 2025-12-31T23:58:00.000Z",
    );
  });
});

describe("asking", () => {
  const terminal = (): NodeJS.ReadStream =>
    Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: () => undefined,
    }) as unknown as NodeJS.ReadStream;

  it("reads a line of standard input for each question", async () => {
    const input = new PassThrough() as unknown as NodeJS.ReadStream;
    const asker = createAsker(signal, input, new PassThrough());
    (input as unknown as PassThrough).end("first\nsecond\n");
    expect((await asker.ask("a")).reveal()).toBe("first");
    expect((await asker.ask("b")).reveal()).toBe("second");
    await expect(asker.ask("c")).rejects.toThrow("the c is missing: nothing was typed");
  });

  it("shows nothing of what is typed at a terminal", async () => {
    const input = terminal();
    const output = new PassThrough();
    const asking = createAsker(signal, input, output).ask("password for Kafka");
    (input as unknown as PassThrough).write("hunterx\u007f2\r");
    expect((await asking).reveal()).toBe("hunter2");
    expect(String(output.read())).toBe("password for Kafka: \n");
  });

  it("is given up when interrupted", async () => {
    const controller = new AbortController();
    const asking = createAsker(controller.signal, terminal(), new PassThrough()).ask("a");
    controller.abort(new InterruptedError());
    await expect(asking).rejects.toThrow(InterruptedError);
  });
});

it("a secret in the clear prints as a mask", () => {
  expect(JSON.stringify({ kind: "clear", secret: new Secret("hunter2") })).not.toContain("hunter2");
});
