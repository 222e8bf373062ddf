import { type Check, outcomeOf } from "../../core/doctor/check.js";
import { diskCheck, jdkCheck, mavenCheck, nodeCheck, portsCheck } from "../../core/doctor/machine.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { DoctorInput } from "../../program/doctor.js";
import { type PipelineChecks, checkPipelines } from "./pipelines.js";
import { serverChecks } from "./servers.js";

export interface DoctorResult extends CommandResult {
  /** Of servers, and of this machine where no pipeline is named. */
  readonly checks: readonly Check[];
  /** Of each pipeline that is named. */
  readonly pipelines: readonly PipelineChecks[];
}

/** Checks what a pipeline needs: of this machine, or of the live servers. No check depends on the success of another. */
export async function run(input: DoctorInput, context: CommandContext): Promise<DoctorResult> {
  const isOfMachine = (input.name ?? []).length === 0 && (input.file ?? []).length === 0;
  const { checks, pipelines } = isOfMachine
    ? { checks: await machineChecks(context), pipelines: [] }
    : await checkPipelines(input, context);
  const all = [...checks, ...pipelines.flatMap((pipeline) => pipeline.checks)];
  return { outcome: outcomeOf(all), checks, pipelines };
}

async function machineChecks(context: CommandContext): Promise<readonly Check[]> {
  const { connections, stack } = context;
  const [machine, { kafka, connect, cassandra }] = await Promise.all([
    stack.machine(),
    serverChecks(context, true),
  ]);
  const serving = [
    ...(kafka[0]?.state === "ok" ? connections.kafka().bootstrapServers : []),
    ...(connect[0]?.state === "ok" ? connections.connect().urls : []),
    ...(cassandra[0]?.state === "ok" ? connections.cassandra().contactPoints : []),
  ];
  return [
    nodeCheck(machine.node),
    jdkCheck(machine.jdk),
    mavenCheck(machine.maven),
    diskCheck(machine.freeDisk, stack.home),
    portsCheck(machine.takenPorts, serving),
    ...kafka,
    ...connect,
    ...cassandra,
  ];
}
