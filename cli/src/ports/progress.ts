import type { ConfigDifference } from "../core/connect/config-differences.js";
import type { Readiness } from "../core/connect/readiness.js";
import type { ConnectionNote } from "../core/connections/choose-leg.js";
import type { ConfigFinding } from "../core/lint/finding.js";
import type { SideReading } from "../core/peek/record-reading.js";

/** What long work tells while it runs, as data. Reporters make the text and draw it on stderr; commands never print. */
export interface Progress {
  /** Counts may be reported as often as convenient: the reporter thins them out. */
  report(fact: ProgressFact): void;
}

export type ProgressFact =
  | NoteFact
  | BuildFact
  | ServerFact
  | ConnectorFact
  | RunFact
  | TransactionFact
  | TableFact
  | RecordFact
  | DemoFact;

/** Of the servers that the command is about to use. */
interface NoteFact {
  readonly kind: "connection note";
  readonly note: ConnectionNote;
}

/** Maven builds the stack's jars and plugins. `pid`: another process does so just now. */
type BuildFact =
  | { readonly kind: "build waits"; readonly pid: number }
  | { readonly kind: "build started"; readonly modules: readonly string[] }
  | { readonly kind: "build downloads"; readonly bytes: number }
  | { readonly kind: "build failed"; readonly exitCode: number | null }
  | { readonly kind: "build done"; readonly milliseconds: number; readonly bytes: number };

/** The servers of the local stack. `pid`: another process starts or stops the stack under this home just now. */
type ServerFact =
  | { readonly kind: "stack waits"; readonly pid: number; readonly home: string }
  | { readonly kind: "server starts"; readonly name: string; readonly address: string }
  | { readonly kind: "server answers"; readonly name: string; readonly milliseconds: number }
  | { readonly kind: "server failed"; readonly name: string }
  | { readonly kind: "server stops"; readonly name: string }
  | {
      readonly kind: "server stopped";
      readonly name: string;
      readonly by: "signal" | "kill";
      readonly milliseconds: number;
    };

/** Of a run that several processes share. */
type RunFact = { readonly run: string } & (
  | {
      /** So many of its partitions are read, or its ranges compared. */
      readonly kind: "run shared";
      /** Processes that are at it. */
      readonly members: number;
      readonly phase: "read" | "range";
      readonly done: number;
      readonly total: number;
    }
  /** The report is there; members that have not left and are silent are waited for, to remove the topics. */
  | { readonly kind: "run waits"; readonly silent: number }
  /** This process has, before the run's end. `others`: processes that are still at it. */
  | { readonly kind: "run left"; readonly others: number }
  /** They could not be removed at the end. */
  | { readonly kind: "run topics left"; readonly problem: string }
);

type ConnectorFact =
  | { readonly kind: "config warning"; readonly connector: string; readonly finding: ConfigFinding }
  /** `unchanged`: Connect has this very config already. */
  | { readonly kind: "connector deploys"; readonly connector: string; readonly unchanged: boolean }
  /** Deploying is about to change this key. */
  | { readonly kind: "config changes"; readonly connector: string; readonly difference: ConfigDifference }
  | { readonly kind: "connector settles"; readonly connector: string; readonly readiness: Readiness }
  /** It is stopped while its offsets are changed; `isOver`: and is brought back to the state that it had. */
  | { readonly kind: "connector held"; readonly connector: string; readonly isOver: boolean }
  /** Connect says that its tasks run, but they were not seen in their consumer group. */
  | { readonly kind: "connector unseen"; readonly connector: string; readonly group: string }
  | {
      readonly kind: "connector runs";
      readonly connector: string;
      readonly action: string;
      readonly tasks: number;
    }
  /** Partitions with records to carry are watched for a commit of this consumer group. */
  | { readonly kind: "group watched"; readonly group: string; readonly partitions: number }
  | { readonly kind: "connector carries"; readonly connector: string; readonly recordsLeft: number }
  /** A logger has this level for so many milliseconds; `was`: the one that it gets back. */
  | {
      readonly kind: "logger held";
      readonly logger: string;
      readonly level: string;
      readonly was: string;
      readonly milliseconds: number;
    }
  | { readonly kind: "logger put back"; readonly logger: string; readonly level: string }
  /** Records of those that it had still to carry. */
  | {
      readonly kind: "lag carried";
      readonly connector: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: "connector carried all"; readonly connector: string }
  /** `quiet`: milliseconds for which it has committed nothing. */
  | {
      readonly kind: "connector carried less";
      readonly connector: string;
      readonly state: "moving" | "still" | "behind" | "failed" | "stopped" | "not deployed";
      readonly recordsLeft: number;
      readonly quiet: number;
    };

/** Records behind open transactions are waited for; `isOver`: and the wait is over. */
interface TransactionFact {
  readonly kind: "transaction open";
  readonly records: number;
  readonly isOver: boolean;
}

type TableFact = { readonly keyspace: string; readonly table: string } & (
  | { readonly kind: "table ready"; readonly action: "created" | "unchanged" }
  /** It is not what the CQL file declares. */
  | { readonly kind: "table differs"; readonly cql: string }
  | { readonly kind: "rows counted"; readonly done: number }
  | { readonly kind: "rows compared"; readonly done: number; readonly total: number }
);

/** `total` is absent when the end is not known. */
type RecordFact =
  | { readonly kind: "sending"; readonly topic: string }
  | {
      readonly kind: "records sent";
      readonly topic: string;
      readonly done: number;
      readonly total: number | undefined;
    }
  | { readonly kind: "records read"; readonly done: number; readonly total: number }
  /** Of the records that were sent, those that are told to be durable. */
  | { readonly kind: "receipts came"; readonly topic: string; readonly done: number; readonly total: number }
  /** Why `--since last` will not go on from this verification. */
  | {
      readonly kind: "ends not noted";
      readonly connector: string;
      readonly problem: string;
      readonly where: string | undefined;
    }
  /** Records from before the start of `--since` are read, as some of them may have won. */
  | { readonly kind: "reads before the start" }
  /** What they write does not fit into memory; bytes that it will take in the folder, at most, and that are free there. */
  | { readonly kind: "spilling"; readonly folder: string; readonly bytes: number; readonly free: number }
  /** A run that was interrupted goes on. */
  | { readonly kind: "run resumed"; readonly pipeline: string; readonly done: number; readonly total: number }
  /** The run ends before its time, and can be resumed. */
  | { readonly kind: "run kept"; readonly pipeline: string }
  /** An earlier run that could have been resumed is removed. */
  | { readonly kind: "run discarded"; readonly pipeline: string }
  /** Others are resumed, this one was not begun. */
  | { readonly kind: "run begins"; readonly pipeline: string }
  | { readonly kind: "letters read"; readonly topic: string; readonly done: number }
  | { readonly kind: "letters replayed"; readonly topic: string; readonly done: number }
  /** Another run has not ended its work, and may still be at it. */
  | { readonly kind: "replay waits"; readonly connector: string }
  | { readonly kind: "reading missed"; readonly city: string | number; readonly reason: string }
  | {
      readonly kind: "following";
      readonly topic: string;
      readonly readAs?: { readonly kind: "pipeline" | "connector"; readonly name: string };
      /** The pipeline whose receipts they are. */
      readonly receiptsOf?: string;
      readonly key: SideReading;
      readonly value: SideReading;
    }
  /** Kafka does not answer; it is asked again. */
  | { readonly kind: "following waits"; readonly topic: string; readonly reason: string }
  /** The offsets, `from` included and `to` not, that were deleted before they were read. */
  | {
      readonly kind: "records deleted unread";
      readonly topic: string;
      readonly partition: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: "disk missed"; readonly path: string; readonly reason: string };

/** `command` is a command line as a user types it. */
interface DemoFact {
  readonly kind: "demo step";
  readonly command: string;
}
