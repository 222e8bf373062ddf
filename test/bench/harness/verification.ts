import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { runCli } from "#test/support/cli.js";

/** What `verify table` says of a peer's table. */
export interface Verified {
  readonly clean: boolean;
  readonly rows: number;
  readonly missing: number;
  readonly different: number;
  readonly unexpected: number;
  readonly refused: number;
  /** Why it could not be said. */
  readonly failure?: string;
}

/** Holds every row against the topic, by the rules of the connector that runs or, where none does, of the file. */
export async function verify(pipeline: string, home: string, records: number): Promise<Verified> {
  const wait = 60 + Math.ceil(records / 100_000);
  const args = ["verify", "table", "--file", pipeline, "--wait", `${wait}s`, "--home", home];
  const run = await runCli([...args, "--output", "json"], { deadline: 300_000 + records / 5 });
  if (![0, 3, 4].includes(run.exitCode ?? 1)) {
    const failure = `verify table ended with ${String(run.exitCode)}: ${run.stderr.trim()}`;
    return { clean: false, rows: 0, missing: 0, different: 0, unexpected: 0, refused: 0, failure };
  }
  const [report] = (JSON.parse(run.stdout) as VerifyTableResult).pipelines[0]?.tables ?? [];
  if (report === undefined) throw new Error(`verify table reported no table: ${run.stdout}`);
  // Tools without write times of their own let the server's clock give them, which the values do not depend on.
  const { expected, missing, unexpected, faults } = report.findings;
  const different = faults.value;
  const { refused } = report.records;
  const clean = missing + different + unexpected + refused === 0;
  return { clean, rows: expected, missing, different, unexpected, refused };
}
