import { type CassinkError, InputError, ServiceError, UsageError } from "../../errors.js";

/** What a thread says: something meanwhile, its answer, or that it could not. */
export type ThreadMessage =
  | { readonly kind: "told" | "answer"; readonly value: unknown }
  | { readonly kind: "failure"; readonly failure: Failure };

/** An error as plain data: a class does not survive the way between threads. */
interface Failure extends Pick<CassinkError, "message" | "where" | "hint" | "lines"> {
  readonly name: string;
  readonly service: ServiceError["service"] | undefined;
  readonly stack: string | undefined;
}

export function failureOf(error: unknown): Failure {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const { where, hint, lines = [], service } = thrown as Partial<ServiceError>;
  const { name, message, stack } = thrown;
  return { name, message, where, hint, lines, service, stack };
}

/** The error that the thread has thrown, as far as it matters here. */
export function errorOf({ name, message, where, hint, lines, service, stack }: Failure): Error {
  const details = {
    lines,
    ...(where === undefined ? {} : { where }),
    ...(hint === undefined ? {} : { hint }),
  };
  if (service !== undefined) return new ServiceError(service, message, details);
  if (name === InputError.name) return new InputError(message, details);
  if (name === UsageError.name) return new UsageError(message, details);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
