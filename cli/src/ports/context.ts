import type { WatchedMoment } from "../core/connect/watched.js";
import type { Connections } from "../core/connections/connections.js";
import type { ConnectionSettings } from "../core/connections/settings.js";
import type { ReadRecord } from "../core/peek/record-reading.js";
import type { Cassandra } from "./cassandra.js";
import type { Clock } from "./clock.js";
import type { ConnectApi } from "./connect-api.js";
import type { ContextsFile } from "./contexts.js";
import type { Credentials } from "./credentials.js";
import type { Digests } from "./digests.js";
import type { LoggerNotes } from "./logger-notes.js";
import type { Files } from "./files.js";
import type { Host } from "./host.js";
import type { Kafka } from "./kafka.js";
import type { Memory } from "./memory.js";
import type { Packing } from "./packing.js";
import type { Pipelines } from "./pipelines.js";
import type { Progress } from "./progress.js";
import type { Shell } from "./shell.js";
import type { Spills } from "./spill.js";
import type { Stack } from "./stack.js";
import type { VerifiedEndsNotes } from "./verified-ends.js";
import type { Workers } from "./workers.js";
import type { WeatherAccess, WeatherSource } from "./weather-source.js";

/**
 * All that a command may touch. Reading a port opens nothing: adapters connect at their first call,
 * and `main.ts` closes what was opened when the command has ended.
 */
export interface CommandContext {
  /** What the command line's own flags say of the servers: `context add` keeps it. */
  readonly flags: ConnectionSettings;
  /** How the servers are reached, from all that says so. */
  readonly connections: Connections;
  readonly contexts: ContextsFile;
  /** By `--context` or `CASSINK_CONTEXT`. */
  readonly chosenContext: string | undefined;
  readonly credentials: Credentials;
  readonly loggerNotes: LoggerNotes;
  readonly connect: ConnectApi;
  readonly kafka: Kafka;
  readonly cassandra: Cassandra;
  readonly stack: Stack;
  readonly pipelines: Pipelines;
  readonly clock: Clock;
  readonly files: Files;
  readonly digests: Digests;
  readonly memory: Memory;
  readonly host: Host;
  readonly spills: Spills;
  readonly packing: Packing;
  readonly verifiedEnds: VerifiedEndsNotes;
  readonly workers: Workers;
  readonly shell: Shell;
  /** Opens nothing yet; the API is asked by the source's own calls. */
  weatherSource(access: WeatherAccess): Promise<WeatherSource>;
  readonly progress: Progress;
  /** Aborted by Ctrl-C and SIGTERM. Long work checks it and ends tidily. */
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /**
   * Until the function that it returns is called, a second Ctrl-C shows the text, and only a third one ends the process:
   * for work that must not be left half done.
   */
  keepAlive(text: string): () => void;
  /** Asks at the terminal whether to go on; undefined where there is none, and nobody is asked. */
  confirm(question: string): Promise<boolean | undefined>;
  /**
   * Writes one document of a stream to stdout at once: a result that has no end cannot be returned.
   * @param several whether several logs are followed: people then need the server's name at each line
   */
  emit(document: StreamedDocument, several?: boolean): void;
  /**
   * Writes a document to stdout, as a line of JSON: for a command that streams `lines`. Resolves when the
   * next one may come.
   */
  emitDocument(document: object): Promise<void>;
  /** Writes a record of a topic to stdout, as people or programs read it. Resolves when the next one may come. */
  emitRecord(record: ReadRecord): Promise<void>;
  /**
   * Runs another command line of this program with the same global options, connections chosen anew: for `demo`, a
   * script of other commands, and `doctor`, which checks nothing a second time that another command checks. `signal`
   * replaces the command's own.
   */
  invoke(argv: readonly string[], signal?: AbortSignal): Promise<Invocation>;
}

/** What `logs --follow` and `connector watch` print. */
export type StreamedDocument = FollowedLine | WatchedMoment;

/** One document of the stream that `logs --follow` prints. */
export interface FollowedLine {
  /** Name of the server that has logged it. */
  readonly process: string;
  readonly line: string;
}

export interface Invocation {
  readonly result: CommandResult;
  /** The result as the invoked command would have printed it. */
  readonly render: (terminal: Terminal) => string;
}

/** What every command returns: data for the reporters, and whether there is something to look at. */
export interface CommandResult {
  /**
   * `findings` is exit code 3: the command did its work and found a difference, a missing row, a bad config. `unjudged`
   * is 4: it found nothing wrong and could not look at everything. `failed` is 1: a part of it could not be done.
   */
  readonly outcome: "clean" | "findings" | "unjudged" | "failed";
  /** True with `--dry-run`: nothing was changed, and the result is what would be done. */
  readonly dryRun?: true;
}

/** What reporters may know of the stream that they write to. */
export interface Terminal {
  /** Columns; infinite when the output is no terminal. */
  readonly width: number;
  readonly color: boolean;
}
