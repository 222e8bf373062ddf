import { setTimeout } from "node:timers/promises";
import { Program } from "#test/bench/peers/program.js";
import { mostResidentMegabytes } from "./memory.js";
import { processorSeconds } from "./processor-time.js";

/** What a program took from its start to its end. */
export interface Usage {
  readonly seconds: number;
  /** User and system, as it was seen last: at most {@link lookEvery} too little. NaN on a system that does not tell. */
  readonly processorSeconds: number;
  /** Megabytes in memory at most. NaN on a system that does not tell. */
  readonly resident: number;
}

/** Milliseconds. */
const lookEvery = 50;

/** Runs a program to its end, which must be a good one. */
export async function usageOf(command: string, args: readonly string[], signal: AbortSignal): Promise<Usage> {
  const began = performance.now();
  const program = new Program(command, args);
  const output = program.output(signal);
  let [processor, resident] = [Number.NaN, Number.NaN];
  const look = async (): Promise<void> => {
    while (!program.hasEnded) {
      processor = (await processorSeconds(program.pid)) ?? processor;
      resident = (await mostResidentMegabytes(program.pid)) ?? resident;
      await Promise.race([output.catch(() => undefined), setTimeout(lookEvery)]);
    }
  };
  await Promise.all([output, look()]);
  const seconds = (performance.now() - began) / 1000;
  return { seconds, processorSeconds: processor, resident };
}
