import { parseArgs } from "node:util";
import { ownStack } from "#test/support/servers/own-stack.js";
import { harms } from "./harms/all.js";
import { judge } from "./judge-run.js";
import { writeResults } from "./results/write-results.js";

const { values } = parseArgs({
  options: {
    /** How many rounds. */
    rounds: { type: "string" },
    /** After so many minutes no round begins. */
    minutes: { type: "string" },
    /** Of the first pipeline; without it a fresh one. */
    seed: { type: "string" },
    /** Only rounds of this kind of harm, one if no number is given. */
    kind: { type: "string" },
    /** Of a stack that runs; without it one is started, and stopped at the end. */
    home: { type: "string" },
  },
});
const { kind } = values;
if (kind !== undefined && !harms.some((harm) => harm.kind === kind)) {
  throw new Error(`no kind "${kind}"; there are\n${harms.map((harm) => `  ${harm.kind}`).join("\n")}`);
}
const rounds = Number(values.rounds ?? (kind === undefined ? 1_000 : 1));
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
console.log(`npm run judge -- --rounds ${rounds} --seed ${seed}`);

const stack = values.home === undefined ? await ownStack() : undefined;
try {
  await stack?.up();
  const result = await judge({
    home: values.home ?? stack?.home ?? "",
    seed,
    rounds,
    kind,
    until: Date.now() + Number(values.minutes ?? Infinity) * 60_000,
    onRound: (_, done) => {
      if (done % 50 === 0) console.log(`${done} rounds`);
    },
  });
  for (const failure of result.failures) console.log(JSON.stringify(failure));
  const perSecond = (result.rounds.length / result.seconds).toFixed(2);
  console.log(
    `${result.rounds.length} rounds in ${result.seconds.toFixed(0)} s, ${perSecond}/s; ${result.failures.length} failures`,
  );
  if (kind === undefined) await writeResults(result, seed);
  process.exitCode = result.failures.length === 0 ? 0 : 1;
} finally {
  await stack?.remove();
}
