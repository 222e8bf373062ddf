import { describeNode } from "./cassandra.js";
import { describeWorker } from "./connect.js";
import { describeBroker } from "./kafka.js";
import {
  type StackPlan,
  basePorts,
  brokerAddresses,
  hostOf,
  localDatacenter,
  nameOf,
  places,
} from "./plan.js";
import type { ProcessDescription } from "./process.js";
import type { PartialEndpoints } from "../endpoints.js";

export interface StackSources {
  /** Text of docker/connect-worker.properties. */
  readonly workerProperties: string;
  /** Folders of the plugins that this project builds. */
  readonly pluginFolders: readonly string[];
}

/** Every process of a stack, in the order they are listed to people. */
export function describeStack(plan: StackPlan, sources: StackSources): readonly ProcessDescription[] {
  return [
    ...places(plan.brokers).map((place) => describeBroker(plan, place)),
    ...places(plan.workers).map((place) =>
      describeWorker(plan, place, sources.workerProperties, sources.pluginFolders),
    ),
    ...places(plan.nodes).map((place) => describeNode(plan, place)),
  ];
}

/**
 * Where the clients of a stack find it. Any worker answers for all of them: the first whose process is among
 * `running` is named.
 */
export function stackEndpoints(plan: StackPlan, running: readonly string[]): PartialEndpoints {
  const workers = places(plan.workers);
  const worker = workers.find((place) => running.includes(nameOf("connect", place))) ?? 0;
  return {
    connectUrl: `http://${hostOf(worker)}:${basePorts.connect + plan.portOffset}`,
    bootstrapServers: brokerAddresses(plan),
    contactPoints: places(plan.nodes).map((place) => `${hostOf(place)}:${basePorts.cql + plan.portOffset}`),
    localDatacenter,
  };
}

/** Processes in waves to stop one after the other: none is stopped before those that depend on it. */
export function stopOrder<Item extends { readonly name: string; readonly dependsOn: readonly string[] }>(
  processes: readonly Item[],
): readonly (readonly Item[])[] {
  const waves: Item[][] = [];
  let left = [...processes];
  while (left.length > 0) {
    const needed = new Set(left.flatMap((process) => process.dependsOn));
    const free = left.filter((process) => !needed.has(process.name));
    const wave = free.length > 0 ? free : left;
    waves.push(wave);
    left = left.filter((process) => !wave.includes(process));
  }
  return waves;
}
