import { CassinkError, ServiceError } from "../../errors.js";

/**
 * One error for what went wrong with several connectors: of one it is that error, of more it has all in its lines.
 * @param what follows their number: `connectors do not run`
 */
export function joinedFailures(failures: readonly unknown[], what: string): unknown {
  const [first, ...others] = failures;
  if (others.length === 0) return first;
  const lines = failures.flatMap((failure) => [
    failure instanceof Error ? failure.message : String(failure),
    ...(failure instanceof CassinkError ? failure.lines : []),
  ]);
  return new ServiceError("Kafka Connect", `${failures.length} ${what}`, {
    lines,
    hint: "correct what the lines say, and run the command again",
  });
}
