import { Secret } from "../secret.js";

export type ProcessKind = "kafka" | "connect" | "cassandra";

/** One server of the local stack as data: the files to write, the command to run, and how to see that it is ready. */
export interface ProcessDescription {
  /** Unique in the stack: `kafka`, `connect`, `cassandra`, `kafka-2`. */
  readonly name: string;
  readonly kind: ProcessKind;
  readonly host: string;
  readonly ports: readonly ProcessPort[];
  /** Absolute folder of its configuration and data, and its working directory. */
  readonly folder: string;
  /** Written before each start. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Written before each start too, for the eyes of this user alone. */
  readonly secretFiles?: readonly SecretFile[];
  readonly run: JavaRun;
  /** Runs before a start when the file `creates` does not exist yet. */
  readonly preparation?: JavaRun & {
    readonly creates: string;
    /** Follow `arguments`, and must not be seen in a list of processes. */
    readonly secretArguments?: readonly Secret[];
  };
  readonly readiness: Readiness;
  /** Names of processes that are stopped after this one. */
  readonly dependsOn: readonly string[];
  /** The server's log file, which the server rolls itself. */
  readonly log: string;
  /** File of the JVM's stdout and stderr; emptied at each start. */
  readonly output: string;
}

export interface SecretFile {
  readonly path: string;
  readonly text: Secret;
}

export interface ProcessPort {
  readonly purpose: string;
  readonly port: number;
}

export interface JavaRun {
  /** The module of connectors/runtime whose classpath is used. */
  readonly runtime: "kafka" | "cassandra";
  readonly jvmArguments: readonly string[];
  /** Artifact names of jars on the classpath that are also loaded as Java agents. */
  readonly agents: readonly string[];
  readonly mainClass: string;
  readonly arguments: readonly string[];
}

/** How a server is asked whether it is ready. With `home` it belongs to a secure stack, whose login is under there. */
export type Readiness = { readonly home?: string } & (
  | { readonly protocol: "kafka"; readonly host: string; readonly port: number }
  | { readonly protocol: "connect"; readonly url: string }
  | { readonly protocol: "cql"; readonly host: string; readonly port: number }
);

/** The process with one of its files kept from others' eyes, and with more text in it. */
export function withSecretFile(process: ProcessDescription, file: string, added: string): ProcessDescription {
  const path = `${process.folder}/${file}`;
  const text = process.files.find((candidate) => candidate.path === path)?.text ?? "";
  return {
    ...process,
    files: process.files.filter((candidate) => candidate.path !== path),
    secretFiles: [{ path, text: new Secret(`${text}\n${added}`) }],
  };
}

/** The address of the process for clients: `127.0.0.1:9092`. */
export function addressOf(process: Pick<ProcessDescription, "host" | "ports">): string {
  return `${process.host}:${process.ports[0]?.port ?? 0}`;
}
