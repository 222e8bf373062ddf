/**
 * Errors typed by who must act. `main.ts` catches them once; the reporter prints message, place and hint.
 *
 * - {@link UsageError}: whoever typed the command line (exit 2).
 * - {@link InputError}: whoever owns a file: pipeline, connector config, CQL, events (exit 1).
 * - {@link ServiceError}: whoever runs a server or tool: Kafka, Connect, Cassandra, JDK, Maven (exit 1).
 * - {@link InterruptedError}: nobody; the user pressed Ctrl-C (exit 130).
 *
 * Anything else that is thrown is a defect of Cassink itself (exit 1, with its stack under `-v`).
 */
export interface ErrorDetails {
  /** Where: `file:line:column`, a config key, `topic-partition@offset`, or an address. */
  readonly where?: string;
  /** What to do, as a sentence or a command line. */
  readonly hint?: string;
  /** Further lines: last log lines, a list of findings. */
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

export class InterruptedError extends CassinkError {
  readonly exitCode = 130;

  constructor(message = "interrupted") {
    super(message);
  }
}
