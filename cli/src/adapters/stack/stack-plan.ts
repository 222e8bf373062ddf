import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { StackPlan } from "../../core/stack/plan.js";
import { InputError, ServiceError, UsageError } from "../../errors.js";
import type { StartRequest } from "../../ports/stack.js";
import { exists } from "./paths.js";

type Wishes = Pick<StartRequest, "portOffset" | "pluginPaths">;

/** The plan of a stack that is started anew. */
export async function newPlan(home: string, wishes: Wishes): Promise<StackPlan> {
  if (home.includes(",")) {
    throw new UsageError("the home folder's path may hold no comma: Kafka takes it for two folders", {
      where: home,
    });
  }
  return {
    brokers: 1,
    workers: 1,
    nodes: 1,
    portOffset: wishes.portOffset ?? 0,
    home,
    pluginPaths: (await pluginFolders(wishes)) ?? [],
    clusterId: clusterIdOf(home),
  };
}

/** The plan of the stack that runs. A wish that it cannot grant is refused, not ignored. */
export async function runningPlan(plan: StackPlan, wishes: Wishes): Promise<StackPlan> {
  const pluginPaths = await pluginFolders(wishes);
  const differences = [
    wishes.portOffset === undefined || wishes.portOffset === plan.portOffset
      ? []
      : [`its port offset is ${plan.portOffset}, not ${wishes.portOffset}`],
    pluginPaths === undefined || pluginPaths.join("\n") === plan.pluginPaths.join("\n")
      ? []
      : [`its plugin paths are ${plan.pluginPaths.length === 0 ? "none" : plan.pluginPaths.join(", ")}`],
  ].flat();
  if (differences.length === 0) return plan;
  throw new ServiceError("stack", `a stack runs under this home already, and ${differences.join(", and ")}`, {
    where: plan.home,
    hint: "cassink down, then up again; or another --home for a second stack",
  });
}

async function pluginFolders({ pluginPaths }: Wishes): Promise<readonly string[] | undefined> {
  const folders = pluginPaths?.map((path) => resolve(path));
  for (const folder of folders ?? []) {
    if (!(await exists(folder))) {
      throw new InputError(`there is no folder ${folder}`, { where: "--plugin-path" });
    }
  }
  return folders;
}

/** A Kafka UUID that stays the same for a home. */
function clusterIdOf(home: string): string {
  const id = createHash("sha256").update(home).digest().subarray(0, 16).toString("base64url");
  // Kafka's own generator avoids a leading dash too: command lines would take it for an option.
  return id.replace(/^-/, "c");
}
