import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stackConnections } from "../../core/stack/connections.js";
import { describeStack } from "../../core/stack/describe.js";
import { type ProcessDescription, addressOf } from "../../core/stack/process.js";
import type { StartReport, StartRequest, StartedReport } from "../../ports/stack.js";
import { buildModules } from "./build.js";
import { writableConnectors } from "./connectors-folder.js";
import { findJdk } from "./java-home.js";
import { type StackLocation, awaitAll } from "./await-all.js";
import type { Launch } from "./spawn.js";
import { newPlan, runningPlan } from "./stack-plan.js";
import { openSecrets } from "./stack-secrets.js";
import { aliveOf, readState } from "./state-file.js";
import { refuseTakenPorts } from "./ports.js";

/**
 * Starts the missing processes of the stack (ports/stack.ts), or says what they are. The caller holds the lock of the
 * home folder, but for a dry run.
 */
export async function startStack(location: StackLocation, request: StartRequest): Promise<StartReport> {
  const { home } = location;
  const before = await readState(home);
  const alive = await aliveOf(home, before);
  const plan =
    before !== undefined && alive.length > 0
      ? await runningPlan(before.plan, request)
      : await newPlan(home, request);
  const found = new Map(alive.map((process) => [process.name, process]));
  const sources = {
    workerProperties: await readFile(
      join(location.projectFolder, "docker", "connect-worker.properties"),
      "utf8",
    ),
    pluginFolders: [] as readonly string[],
  };
  const missing = describeStack(plan, sources).filter((description) => !found.has(description.name));
  const known = before?.processes.map((process) => process.name) ?? [];
  if (request.dryRun === true) {
    await refuseTakenPorts(missing);
    return {
      processes: [
        ...alive.map((process) => reportOf(process, "found")),
        ...missing.map((process) =>
          reportOf(process, known.includes(process.name) ? "restarted" : "started"),
        ),
      ],
      connections: stackConnections(
        plan,
        [...alive, ...missing].map(({ name }) => name),
      ),
      seconds: 0,
    };
  }
  if (missing.length === 0) return awaitAll({ location, request, plan, alive, known: [] });
  await refuseTakenPorts(missing);
  const jdk = await findJdk(location.environment);
  const connectors = await writableConnectors(
    join(location.projectFolder, "connectors"),
    location.environment,
  );
  const [built, secrets] = await Promise.all([
    buildModules({
      connectors,
      javaHome: jdk.home,
      environment: location.environment,
      progress: request.progress,
      signal: request.signal,
    }),
    plan.secure ? openSecrets(home, jdk.home) : undefined,
  ]);
  const launch: Launch = { home, connectors, javaHome: jdk.home, classpaths: built.classpaths };
  const descriptions = describeStack(plan, { ...sources, pluginFolders: built.pluginFolders, secrets });
  return awaitAll({
    location,
    request,
    plan,
    alive,
    start: { launch, missing: descriptions.filter((description) => !found.has(description.name)) },
    known,
  });
}

/** In a dry run: of a process that runs, with its pid, or of one that would be started. */
function reportOf(
  process: Pick<ProcessDescription, "name" | "kind" | "host" | "ports"> & { readonly pid?: number },
  action: StartedReport["action"],
): StartedReport {
  const { name, kind, pid } = process;
  return {
    name,
    kind,
    address: addressOf(process),
    action,
    seconds: 0,
    ...(pid === undefined ? {} : { pid }),
  };
}
