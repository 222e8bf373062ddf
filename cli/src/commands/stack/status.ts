import { basePorts } from "../../core/stack/plan.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ProcessStatus } from "../../ports/stack.js";
import type { StatusInput } from "../../program/stack.js";

export interface StatusResult extends CommandResult {
  readonly home: string;
  /** Empty when no stack was started under this home. */
  readonly processes: readonly ProcessStatus[];
}

/** What the local stack does now. Anything but a whole, answering stack is a finding. */
export async function run({ portOffset }: StatusInput, { stack }: CommandContext): Promise<StatusResult> {
  const processes = await stack.processes();
  const broker = processes.find(({ kind }) => kind === "kafka");
  const running = broker === undefined ? portOffset : Number(broker.address.split(":")[1]) - basePorts.kafka;
  if (portOffset !== undefined && running !== portOffset) {
    throw new UsageError(
      `the stack under ${stack.home} has port offset ${String(running)}, not ${portOffset}`,
      {
        hint: "a second stack has a --home of its own",
      },
    );
  }
  const whole = processes.length > 0 && processes.every((process) => process.state === "answering");
  return { outcome: whole ? "clean" : "findings", home: stack.home, processes };
}
