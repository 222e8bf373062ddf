import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { type StackPlan, nameOf } from "../../core/stack/plan.js";
import { secureFolder } from "../../core/stack/secure-folder.js";
import type { ProcessKind } from "../../core/stack/process.js";
import { InputError, ServiceError, UsageError } from "../../errors.js";
import type { StackWishes } from "../../ports/stack.js";
import { exists } from "./files.js";

/** The plan of a stack of which nothing runs yet. */
export async function newPlan(home: string, wishes: StackWishes): Promise<StackPlan> {
  if (home.includes(",")) {
    throw new UsageError("the home folder's path may hold no comma: Kafka takes it for two folders", {
      where: home,
    });
  }
  return {
    brokers: await asManyAsBefore(home, "kafka", wishes.brokers),
    workers: wishes.workers ?? 1,
    nodes: await asManyAsBefore(home, "cassandra", wishes.nodes),
    commitLogSync: wishes.commitLogSync ?? "periodic",
    portOffset: wishes.portOffset ?? 0,
    home,
    pluginPaths: (await pluginFolders(wishes)) ?? [],
    clusterId: clusterIdOf(home),
    secure: await isSecure(home, wishes),
  };
}

/** The plan of the running stack. Throws when a flag asks for another size, port offset or plugin path than it has. */
export async function runningPlan(plan: StackPlan, wishes: StackWishes): Promise<StackPlan> {
  const pluginPaths = await pluginFolders(wishes);
  const compared = [
    ["number of brokers", plan.brokers, wishes.brokers],
    ["number of workers", plan.workers, wishes.workers],
    ["number of nodes", plan.nodes, wishes.nodes],
    ["commitlog_sync", plan.commitLogSync, wishes.commitLogSync],
    ["port offset", plan.portOffset, wishes.portOffset],
  ] as const;
  const differences = [
    ...(wishes.secure === true && !plan.secure ? ["it is not secure"] : []),
    ...compared
      .filter(([, is, wish]) => wish !== undefined && wish !== is)
      .map(([what, is, wish]) => `its ${what} is ${is}, not ${String(wish)}`),
    ...(pluginPaths === undefined || pluginPaths.join("\n") === plan.pluginPaths.join("\n")
      ? []
      : [`its plugin paths are ${plan.pluginPaths.length === 0 ? "none" : plan.pluginPaths.join(", ")}`]),
  ];
  if (differences.length === 0) return plan;
  throw new ServiceError("stack", `a stack runs under this home already, and ${differences.join(", and ")}`, {
    where: plan.home,
    hint:
      wishes.secure === true && !plan.secure
        ? "another --home for a secure one; or cassink down --purge --yes, which deletes the data, then up again"
        : "cassink down, then up again; or another --home for a second stack",
  });
}

/** The data is spread over all brokers or nodes, so with fewer of them some of it could not be read. */
async function asManyAsBefore(
  home: string,
  kind: Extract<ProcessKind, "kafka" | "cassandra">,
  wish: number | undefined,
): Promise<number> {
  let before = 0;
  while (await exists(join(home, nameOf(kind, before), "data"))) before += 1;
  if (wish === undefined || before === 0 || wish === before) return wish ?? Math.max(1, before);
  const servers = kind === "kafka" ? "brokers" : "nodes";
  throw new ServiceError(
    "stack",
    `the number of ${servers} that left data under this home is ${before}, not ${wish}`,
    {
      where: home,
      hint: `cassink up --${servers} ${before}; or cassink down --purge --yes, which deletes the data, then up again`,
    },
  );
}

/** Users and rights are made when the servers' folders are, so what was once secure stays so, and nothing else becomes it. */
async function isSecure(home: string, { secure = false }: StackWishes): Promise<boolean> {
  if (await exists(secureFolder(home).path)) return true;
  const dataFolders = ["kafka", "cassandra"].map((name) => join(home, name, "data"));
  const hasData = (await Promise.all(dataFolders.map(exists))).some(Boolean);
  if (!secure || !hasData) return secure;
  throw new ServiceError("stack", "the stack that left data under this home is not secure", {
    where: home,
    hint: "another --home for a secure one; or cassink down --purge --yes, which deletes the data, then up again",
  });
}

async function pluginFolders({ pluginPaths }: StackWishes): Promise<readonly string[] | undefined> {
  const folders = pluginPaths?.map((path) => resolve(path));
  for (const folder of folders ?? []) {
    if (!(await exists(folder))) {
      throw new InputError(`there is no folder ${folder}`, { where: "--plugin-path" });
    }
  }
  return folders;
}

/** A Kafka UUID that is always the same for a home. */
function clusterIdOf(home: string): string {
  const id = createHash("sha256").update(home).digest().subarray(0, 16).toString("base64url");
  // Without a leading dash, which a command line would take for an option; Kafka's generator avoids it too.
  return id.replace(/^-/, "c");
}
