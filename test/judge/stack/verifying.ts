import { createPipelines } from "#cli/adapters/pipelines/pipelines.js";
import { systemClock } from "#cli/adapters/system/clock.js";
import { systemDigests } from "#cli/adapters/system/digests.js";
import { systemFiles } from "#cli/adapters/system/files.js";
import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import { run, type VerifyTableResult } from "#cli/commands/verify/table.js";
import { projectFolder, runCli } from "#test/support/cli.js";
import { fakeConnections, fakeContext } from "#test/support/fakes/context.js";
import { kafkaAt } from "#test/support/servers/plain.js";
import type { Servers } from "./servers.js";

/** What `verify table` says: a report, or why there is none (exit code 1). */
export type Verdict =
  | { readonly outcome: PipelineReport["outcome"]; readonly report: PipelineReport }
  | { readonly outcome: "failed"; readonly reason: string };

const examples = 1_000;
const pipelines = createPipelines({ projectFolder, files: systemFiles });

/** The command's core on real servers, in this process. @param wait milliseconds */
export async function verifyHere(servers: Servers, file: string, wait: number): Promise<Verdict> {
  const kafka = kafkaAt(servers.endpoints.bootstrapServers);
  const { endpoints, connect, cassandra } = servers;
  const connections = fakeConnections({ cassandra: endpoints });
  const system = { clock: systemClock, digests: systemDigests };
  const { context } = fakeContext({ connections, connect, cassandra, kafka, pipelines, ...system });
  try {
    return verdictOf(await run({ file: [file], wait, examples, consistency: "LOCAL_ONE" }, context));
  } catch (error) {
    return { outcome: "failed", reason: error instanceof Error ? error.message : String(error) };
  } finally {
    await kafka.close();
  }
}

const exitCodes = { clean: 0, failed: 1, findings: 3, unjudged: 4 } as const;

/** The program as a user calls it. @param wait milliseconds */
export async function verifyByProgram({ home }: Servers, file: string, wait: number): Promise<Verdict> {
  const words = ["verify", "table", "--file", file, "--wait", `${wait}ms`, "--home", home];
  const { exitCode, stdout, stderr } = await runCli([
    ...words,
    "--examples",
    String(examples),
    "--output",
    "json",
  ]);
  if (exitCode === exitCodes.failed) return { outcome: "failed", reason: stderr };
  const verdict = verdictOf(JSON.parse(stdout) as VerifyTableResult);
  if (exitCodes[verdict.outcome] === exitCode) return verdict;
  return { outcome: "failed", reason: `exit code ${String(exitCode)} with the outcome ${verdict.outcome}` };
}

function verdictOf({ pipelines: [pipeline] }: VerifyTableResult): Verdict {
  if (pipeline === undefined) return { outcome: "failed", reason: "no pipeline was verified" };
  if (pipeline.outcome === "failed") return { outcome: "failed", reason: pipeline.failure.message };
  return { outcome: pipeline.outcome, report: pipeline };
}
