/** `npm run bench`: docs/benchmarks/README.md says what it measures. */
import { setMaxListeners } from "node:events";
import { openBench } from "./harness/bench.js";
import { type BenchOptions, readOptions, usage } from "./harness/options.js";
import { makeSalesTopic, type SalesTopic } from "./harness/sales-topic.js";
import { startStack } from "./harness/stack.js";
import { describeMachine } from "./results/machine.js";
import { ResultStore } from "./results/store.js";
import type { Scenario, ScenarioPlan } from "./scenarios/scenario.js";
import { documents, scenarios } from "./scenarios/scenarios.js";

const began = performance.now();
const say = (text: string): void => {
  const seconds = Math.round((performance.now() - began) / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  process.stderr.write(`${clock.padStart(7)}  ${text}\n`);
};
const interrupted = new AbortController();
// Everything that waits listens to it, and much waits at a time.
setMaxListeners(0, interrupted.signal);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!interrupted.signal.aborted) say("ending: the stack is taken down");
    interrupted.abort(new Error(`ended by ${signal}`));
  });
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(`${usage}\nScenarios:\n${scenarioList()}`);
  else process.exitCode = await run(options);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
}

/** The exit code: 1 when something could not be measured. */
async function run(options: BenchOptions): Promise<number> {
  const chosen = chooseScenarios(options.names);
  const store = new ResultStore(options.out, documents);
  const machine = await describeMachine();
  const { signal } = interrupted;
  say("starting a stack");
  const stack = await startStack(options.portOffset, signal);
  try {
    const bench = await openBench(stack, { signal, say });
    try {
      const topics = new Map<string, Promise<SalesTopic>>();
      const plan: ScenarioPlan = {
        ...options,
        topic: (one) => {
          const made = topics.get(one.name);
          if (made !== undefined) return made;
          say(`filling topic ${one.name} with ${one.records} records`);
          const topic = makeSalesTopic(one, { home: stack.home, ...bench });
          topics.set(one.name, topic);
          return topic;
        },
      };
      let failures = 0;
      for (const scenario of chosen) {
        const { name, title } = scenario;
        signal.throwIfAborted();
        say(`${name}: ${title}`);
        try {
          const measured = await scenario.measure(plan, bench);
          await store.put(name, { title, measuredAt: new Date().toISOString(), machine, measured });
          if (measured.kind === "race") failures += measured.peers.flatMap((peer) => peer.failures).length;
        } catch (error) {
          signal.throwIfAborted();
          failures += 1;
          say(`${name} failed: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      say(failures === 0 ? `done: ${options.out}` : `done, with ${failures} failures`);
      return failures === 0 ? 0 : 1;
    } finally {
      await bench.table.close();
    }
  } finally {
    await stack.remove();
  }
}

function chooseScenarios(names: readonly string[]): readonly Scenario[] {
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) throw new Error(`no scenario ${unknown.join(", ")}; there are:\n${scenarioList()}`);
  return names.length === 0 ? scenarios : scenarios.filter(({ name }) => names.includes(name));
}

function scenarioList(): string {
  return scenarios.map(({ name, title }) => `  ${name.padEnd(10)} ${title}\n`).join("");
}
