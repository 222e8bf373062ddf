import { expect, inject, test } from "vitest";
import { scaled } from "#test/support/scaled.js";
import { judge } from "./judge-run.js";

/** Milliseconds on a quiet machine, of which the last go for taking away what the rounds have made. */
const whole = 180_000;
const leaving = 30_000;
/** Of the first pipeline, always: what fails here fails for the change that is tested. `npm run judge` draws fresh seeds. */
const seed = 1;

test(
  "random harm: verify names it, and finds nothing else",
  { timeout: scaled(whole) + 60_000 },
  async () => {
    console.log(`npm run judge -- --seed ${seed}`);
    const until = Date.now() + whole - leaving;
    const result = await judge({ home: inject("home"), seed, rounds: Infinity, until });
    console.log(`${result.rounds.length} rounds in ${result.seconds.toFixed(0)} s`);
    const repeated = result.failures.map(
      (failure) => `npm run judge -- --seed ${failure.seed} --kind "${failure.kind}": ${failure.problem}`,
    );
    expect(repeated).toEqual([]);
    expect(result.rounds.length).toBeGreaterThan(0);
  },
);
