import { errors } from "cassandra-driver";

/** Why no server could be used, by the server; none of another error. */
export function innerErrors(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof errors.NoHostAvailableError)) return {};
  return (error.innerErrors ?? {}) as Record<string, unknown>;
}
