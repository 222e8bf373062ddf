import { describeNode } from "./cassandra.js";
import { describeWorker } from "./connect.js";
import { describeBroker } from "./kafka.js";
import { secureNode } from "./secure-cassandra.js";
import { secureWorker } from "./secure-connect.js";
import type { StackSecrets } from "./secure-folder.js";
import { secureBroker } from "./secure-kafka.js";
import { type StackPlan, indexes } from "./plan.js";
import type { ProcessDescription } from "./process.js";

interface StackSources {
  /** Text of docker/connect-worker.properties. */
  readonly workerProperties: string;
  /** Folders of the plugins that this project builds. */
  readonly pluginFolders: readonly string[];
  /** Of a secure stack. */
  readonly secrets?: StackSecrets | undefined;
}

/** Every process of a stack, in the order in which commands list them. */
export function describeStack(plan: StackPlan, sources: StackSources): readonly ProcessDescription[] {
  const processes = [
    ...indexes(plan.brokers).map((index) => describeBroker(plan, index)),
    ...indexes(plan.workers).map((index) =>
      describeWorker(plan, index, sources.workerProperties, sources.pluginFolders),
    ),
    ...indexes(plan.nodes).map((index) => describeNode(plan, index)),
  ];
  const { secrets } = sources;
  if (secrets === undefined) return processes;
  return processes.map((process) => secured[process.kind](process, plan.home, secrets));
}

const secured = { kafka: secureBroker, connect: secureWorker, cassandra: secureNode };

/**
 * Processes in waves that are stopped one after the other; a process is stopped after those that depend on it. A worker
 * depends on the brokers, so the workers stop in an earlier wave.
 */
export function stopOrder<Item extends { readonly name: string; readonly dependsOn: readonly string[] }>(
  processes: readonly Item[],
): readonly (readonly Item[])[] {
  const waves: Item[][] = [];
  let left = [...processes];
  while (left.length > 0) {
    const needed = new Set(left.flatMap((process) => process.dependsOn));
    const free = left.filter((process) => !needed.has(process.name));
    // Processes that depend on each other in a circle are stopped together.
    const wave = free.length > 0 ? free : left;
    waves.push(wave);
    left = left.filter((process) => !wave.includes(process));
  }
  return waves;
}
