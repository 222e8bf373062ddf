import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import { scaled } from "#test/support/scaled.js";
import type { Random } from "#cli/core/generate/random.js";
import type { OwnStack } from "#test/support/servers/own-stack.js";
import { type Scene, writeOrders } from "./scene.js";

export interface Circumstances {
  readonly stack: OwnStack;
  readonly scene: Scene;
  readonly random: Random;
}

/** Does its harm at moments that the seed chooses, and makes good what must be made good for records to move again. */
export type Disturbance = (circumstances: Circumstances) => Promise<void>;

/** The workers' names in the stack, with the addresses by which Connect knows them. */
const workers = ["connect", "connect-2"] as const;

/** Both in turn, so that each may be the group's leader. */
const workerKilled: Disturbance = async ({ stack, random }) => {
  await setTimeout(200 + random.below(2_500));
  const first = random.below(2);
  stack.signal(workers[first] ?? "", "SIGKILL");
  await setTimeout(random.below(3_000));
  if (random.below(2) === 0) stack.signal(workers[1 - first] ?? "", "SIGKILL");
  await stack.up();
};

/** A worker that stands still loses its tasks to the other one; when it goes on, it still believes to have them. */
const workerPaused: Disturbance = async ({ stack, scene, random }) => {
  await setTimeout(200 + random.below(2_500));
  const paused = random.below(2);
  const host = `127.0.0.${paused + 1}:`;
  stack.signal(workers[paused] ?? "", "SIGSTOP");
  try {
    for (const order of writeOrders) {
      await expect
        .poll(() => tasksOn(scene, scene.connectorOf(order), host), {
          timeout: scaled(90_000),
          interval: 500,
        })
        .toBe(0);
    }
    await setTimeout(random.below(3_000));
  } finally {
    stack.signal(workers[paused] ?? "", "SIGCONT");
  }
};

async function tasksOn(scene: Scene, connector: string, host: string): Promise<number> {
  const { tasks } = await scene.connect.state(connector);
  return tasks.filter((task) => task.worker_id.startsWith(host)).length;
}

const tasksChanged: Disturbance = async ({ scene, random }) => {
  for (const tasks of [1, 4, 2]) {
    await setTimeout(200 + random.below(1_500));
    await Promise.all(
      writeOrders.map((order) =>
        scene.connect.deploy(scene.connectorOf(order), scene.configOf(order, tasks)),
      ),
    );
  }
};

/** The workers are killed when writes go on: whatever they forgot while the table was away is then missed. */
const cassandraKilled: Disturbance = async ({ stack, scene, random }) => {
  await setTimeout(100 + random.below(1_000));
  stack.signal("cassandra", "SIGKILL");
  await stack.up();
  await scene.awaitWrites();
  await setTimeout(random.below(500));
  for (const worker of workers) stack.signal(worker, "SIGKILL");
  await stack.up();
};

export const disturbances: Readonly<Record<string, Disturbance>> = {
  "worker killed": workerKilled,
  "worker paused past its session": workerPaused,
  "tasks.max changed": tasksChanged,
  "Cassandra killed, then both workers": cassandraKilled,
};
