export type ProcessKind = "kafka" | "connect" | "cassandra";

/** One server of the local stack as data: what to write, what to run, and how to tell that it serves. */
export interface ProcessDescription {
  /** Unique in the stack: `kafka`, `connect`, `cassandra`, `kafka-2`. */
  readonly name: string;
  readonly kind: ProcessKind;
  readonly host: string;
  readonly ports: readonly ProcessPort[];
  /** Absolute folder of its configuration and data; also its working directory. */
  readonly folder: string;
  /** Written before each start. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly run: JavaRun;
  /** Runs once, before the first start: `creates` is the file that it leaves. */
  readonly preparation?: JavaRun & { readonly creates: string };
  readonly readiness: Readiness;
  /** Names of processes that must outlive this one: they are stopped after it. Starting waits for nobody. */
  readonly dependsOn: readonly string[];
  /** What the server logs, rolled by itself. */
  readonly log: string;
  /** What the JVM itself prints; emptied at each start. */
  readonly output: string;
}

export interface ProcessPort {
  readonly purpose: string;
  readonly port: number;
}

export interface JavaRun {
  /** Which of connectors/runtime's classpaths. */
  readonly runtime: "kafka" | "cassandra";
  readonly jvmArguments: readonly string[];
  /** Artifact names of jars on the classpath that are loaded as Java agents too. */
  readonly agents: readonly string[];
  readonly mainClass: string;
  readonly arguments: readonly string[];
}

/** The answer that tells that a server serves. */
export type Readiness =
  | { readonly protocol: "kafka"; readonly address: string; readonly brokers: number }
  | { readonly protocol: "connect"; readonly url: string }
  | { readonly protocol: "cql"; readonly host: string; readonly port: number };

/** Where a client finds the process: `127.0.0.1:9092`. */
export function addressOf(process: Pick<ProcessDescription, "host" | "ports">): string {
  return `${process.host}:${process.ports[0]?.port ?? 0}`;
}
