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
  "simulate:random",
  "test:e2e",
  "test:faults:servers",
  "test:faults:sink",
] as const;

/**
 * Runs every suite, whichever failed before it, and says at the end which did: one failure must not hide the next.
 * After a signal no other suite is begun. The servers of the one that ran are taken down without it (stack-home.ts).
 */
async function runSuites(): Promise<number> {
  const results: { readonly suite: string; readonly passed: boolean; readonly seconds: number }[] = [];
  for (const suite of suites) {
    if (interruption !== undefined) break;
    console.log(`\n== npm run ${suite}`);
    const start = Date.now();
    const passed = await run(suite);
    results.push({ suite, passed, seconds: Math.round((Date.now() - start) / 1000) });
    if (suite === "build" && !passed) break;
  }
  if (interruption !== undefined) {
    console.log(`\n${interruption}: no more suites; a stack that ran is being taken down`);
    return 130;
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

function run(suite: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = (running = spawn("npm", ["run", "--silent", suite], { stdio: "inherit" }));
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });
}

process.exitCode = await runSuites();
