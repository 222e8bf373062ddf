import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ProcessStatus } from "../../ports/stack.js";

export interface StatusResult extends CommandResult {
  readonly home: string;
  /** Empty when no stack was started under this home. */
  readonly processes: readonly ProcessStatus[];
}

/** What the local stack does now. Anything but a whole, answering stack is a finding. */
export async function run(_input: object, { stack }: CommandContext): Promise<StatusResult> {
  const processes = await stack.processes();
  const whole = processes.length > 0 && processes.every((process) => process.state === "answering");
  return { outcome: whole ? "clean" : "findings", home: stack.home, processes };
}
