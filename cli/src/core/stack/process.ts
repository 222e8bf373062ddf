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
  readonly run: JavaRun;
  /** Runs before a start when the file `creates` does not exist yet. */
  readonly preparation?: JavaRun & { readonly creates: string };
  readonly readiness: Readiness;
  /** Names of processes that are stopped after this one. */
  readonly dependsOn: readonly string[];
  /** The server's log file, which the server rolls itself. */
  readonly log: string;
  /** File of the JVM's stdout and stderr; emptied at each start. */
  readonly output: string;
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

/** How a server is asked whether it is ready. */
export type Readiness =
  | { readonly protocol: "kafka"; readonly host: string; readonly port: number }
  | { readonly protocol: "connect"; readonly url: string }
  | { readonly protocol: "cql"; readonly host: string; readonly port: number };

/** The address of the process for clients: `127.0.0.1:9092`. */
export function addressOf(process: Pick<ProcessDescription, "host" | "ports">): string {
  return `${process.host}:${process.ports[0]?.port ?? 0}`;
}
