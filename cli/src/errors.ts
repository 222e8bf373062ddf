/**
 * Errors by what must be corrected. `main.ts` catches them once; the reporter prints message, `where` and hint.
 *
 * - {@link UsageError}: the command line (exit 2).
 * - {@link InputError}: a file: pipeline, connector config, CQL, events (exit 1).
 * - {@link ServiceError}: a server or tool: Kafka, Connect, Cassandra, JDK, Maven (exit 1).
 * - {@link InterruptedError}: nothing; the user pressed Ctrl-C (exit 130).
 *
 * Any other thrown error is a bug in Cassink (exit 1; `-v` prints its stack trace).
 */
export interface ErrorDetails {
  /** `file:line:column`, a config key, `topic-partition@offset`, or an address. */
  readonly where?: string;
  /** What the user can do, as a sentence or a command line. */
  readonly hint?: string;
  /** Printed below the message: the last lines of a log, a list of findings. */
  readonly lines?: readonly string[];
  readonly cause?: unknown;
}

export abstract class CassinkError extends Error {
  abstract readonly exitCode: number;
  readonly where: string | undefined;
  readonly hint: string | undefined;
  readonly lines: readonly string[];

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.where = details.where;
    this.hint = details.hint;
    this.lines = details.lines ?? [];
  }
}

export class UsageError extends CassinkError {
  readonly exitCode = 2;
}

export class InputError extends CassinkError {
  readonly exitCode = 1;
}

export type ServiceName = "Kafka" | "Kafka Connect" | "Cassandra" | "OpenWeather" | "JDK" | "Maven" | "stack";

export class ServiceError extends CassinkError {
  readonly exitCode = 1;
  readonly service: ServiceName;

  constructor(service: ServiceName, message: string, details: ErrorDetails = {}) {
    super(message, details);
    this.service = service;
  }
}

/** Servers of the local stack have not started; the others run. */
export class UnfinishedStartError extends ServiceError {
  /** Whether servers of this stack ran before. */
  readonly ranBefore: boolean;

  constructor(service: ServiceName, message: string, details: ErrorDetails, ranBefore: boolean) {
    super(service, message, details);
    this.ranBefore = ranBefore;
  }
}

export class InterruptedError extends CassinkError {
  readonly exitCode = 130;

  constructor() {
    super("interrupted");
  }
}
