import { type ChildProcess, spawn } from "node:child_process";

/** The scripts of package.json that `npm test` runs, in this order. Without the first there is nothing to test. */
const suites = [
  "build",
  "check:types",
  "check:lint",
  "check:format",
  "check:layers",
  "check:duplicates",
  "test:unit",
  "check:java",
  "simulate:planted",
  "simulate:schedules",
  "test:e2e",
  "test:faults:servers",
  "test:faults:sink",
] as const;

/** What a failed suite said last is said again at the end, as far as a screen holds it. */
const lastLines = 50;

/**
 * Runs every suite, whichever failed before it, and says at the end which did: one failure must not hide the next.
 * After a signal no other suite is begun. The servers of the one that ran are taken down without it (stack-home.ts).
 */
async function runSuites(): Promise<number> {
  const results: (Ran & { readonly suite: string; readonly seconds: number })[] = [];
  for (const suite of suites) {
    if (interruption !== undefined) break;
    console.log(`\n== npm run ${suite}`);
    const start = Date.now();
    const ran = await run(suite);
    results.push({ suite, ...ran, seconds: Math.round((Date.now() - start) / 1000) });
    if (suite === "build" && !ran.passed) break;
  }
  if (interruption !== undefined) {
    console.log(`\n${interruption}: no more suites; a stack that ran is being taken down`);
    return 130;
  }
  for (const { suite, passed, end } of results) {
    if (!passed) console.log(`\n== the end of what ${suite} said\n${end()}`);
  }
  console.log("");
  for (const { suite, passed, seconds } of results) {
    console.log(`${passed ? "✓" : "✗"} ${suite.padEnd(20)} ${String(seconds).padStart(5)} s`);
  }
  const failed = results.filter(({ passed }) => !passed).map(({ suite }) => suite);
  if (failed.length > 0) console.log(`\nfailed: ${failed.join(", ")}; npm run SUITE runs one again`);
  return failed.length === 0 ? 0 : 1;
}

let interruption: NodeJS.Signals | undefined;
let running: ChildProcess | undefined;

/** Ctrl-C reaches the suite by itself; another signal is for this process alone. */
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    interruption = signal;
    if (signal !== "SIGINT") running?.kill(signal);
  });
}

interface Ran {
  readonly passed: boolean;
  /** Its last lines; asked for when all has ended, for some may come after its exit. */
  readonly end: () => string;
}

function run(suite: string): Promise<Ran> {
  return new Promise((resolve) => {
    const env = process.stdout.isTTY ? { FORCE_COLOR: "1", ...process.env } : process.env;
    const child = spawn("npm", ["run", "--silent", suite], { env, stdio: ["inherit", "pipe", "pipe"] });
    running = child;
    let end = "";
    const pass = (from: NodeJS.ReadableStream, to: NodeJS.WritableStream): void => {
      from.on("data", (chunk: Buffer) => {
        to.write(chunk);
        end = (end + chunk.toString()).split("\n").slice(-lastLines).join("\n");
      });
    };
    pass(child.stdout, process.stdout);
    pass(child.stderr, process.stderr);
    const ended = (passed: boolean): void => resolve({ passed, end: () => end.trim() });
    child.on("error", () => ended(false));
    child.on("exit", (code) => ended(code === 0));
  });
}

process.exitCode = await runSuites();
