import { readinessText } from "../core/connect/readiness.js";
import { findingText } from "../core/lint/finding.js";
import type { ConnectionNote } from "../core/connections/choose-leg.js";
import { legNames } from "../core/connections/fields.js";
import { partitionText } from "../core/kafka/record.js";
import type { ProgressFact } from "../ports/progress.js";
import { readingText } from "./topic-peek.js";
import {
  behindTransaction,
  counted,
  cut,
  durationText,
  megabytesText,
  number,
  secondsText,
  singleLine,
} from "./text.js";

type ProgressFactOf<Kind extends ProgressFact["kind"]> = Extract<ProgressFact, { readonly kind: Kind }>;

/** How a fact is shown. A passing line is shown in a terminal only, where the next line takes its place. */
export type ProgressLine =
  | { readonly kind: "lasting" | "passing"; readonly text: string }
  | {
      readonly kind: "count";
      readonly subject: string;
      /** What is counted, plural: `records`, `rows`. */
      readonly unit: string;
      readonly done: number;
      /** Undefined when the end is not known. */
      readonly total?: number | undefined;
    };

const started = (text: string): ProgressLine => ({ kind: "lasting", text: `· ${text}` });
const running = (text: string): ProgressLine => ({ kind: "passing", text: `· ${text}` });
const done = (text: string): ProgressLine => ({ kind: "lasting", text: `✓ ${text}` });
const failed = (text: string): ProgressLine => ({ kind: "lasting", text: `✗ ${text}` });
const warning = (text: string): ProgressLine => ({ kind: "lasting", text: `! ${text}` });

export function progressLine(fact: ProgressFact): ProgressLine {
  switch (fact.kind) {
    case "connection note":
      return warning(connectionNote(fact.note));
    case "run shared": {
      const { run, members, phase, done: count, total } = fact;
      const tasks = phase === "read" ? counted(total, "partition") : counted(total, "range");
      const far =
        total === 0 ? "" : `, ${number(count)} of ${tasks} ${phase === "read" ? "read" : "compared"}`;
      return running(`run ${run}: ${counted(members, "member")}${far}`);
    }
    case "run waits":
      return started(
        `run ${fact.run}: the report is there; waiting up to half a minute for ${counted(fact.silent, "member")} that has not been heard for some time`,
      );
    case "run left":
      return warning(
        fact.others > 0
          ? `run ${fact.run}: this process has left it, with ${counted(fact.others, "member")} still at it: see cassink verify runs list`
          : `run ${fact.run}: nobody is at it now; the same command goes on from there, and cassink verify runs clean ${fact.run} removes it`,
      );
    case "run topics left":
      return warning(
        `run ${fact.run}: its topics are left (${fact.problem}); cassink verify runs clean ${fact.run} removes them`,
      );
    case "build waits":
      return started(`maven: waiting for the build of process ${fact.pid}`);
    case "build started":
      return started(`maven: building ${fact.modules.join(", ")}`);
    case "build downloads":
      return { kind: "count", subject: "maven", unit: "MB downloaded", done: Math.round(fact.bytes / 1e6) };
    case "build failed":
      return failed(`maven: ended with ${String(fact.exitCode)}`);
    case "build done": {
      const downloaded = fact.bytes === 0 ? "nothing" : megabytesText(fact.bytes);
      return done(`maven: built in ${secondsText(fact.milliseconds / 1000)}, ${downloaded} downloaded`);
    }
    case "stack waits":
      return warning(`waiting for process ${fact.pid}, which works on the stack under ${fact.home}`);
    case "server starts":
      return started(`${fact.name}: starting on ${fact.address}`);
    case "server answers":
      return done(`${fact.name}: answers after ${secondsText(fact.milliseconds / 1000)}`);
    case "server failed":
      return failed(`${fact.name}: did not start`);
    case "server stops":
      return running(`${fact.name}: stopping`);
    case "server stopped": {
      const how = fact.by === "kill" ? "killed after" : "stopped in";
      return done(`${fact.name}: ${how} ${secondsText(fact.milliseconds / 1000)}`);
    }
    case "config warning":
      return warning(`${fact.connector}: ${findingText(fact.finding)}`);
    case "connector deploys":
      return started(`connector ${fact.connector}: ${fact.unchanged ? "is there" : "deploying"}`);
    case "config changes":
      return started(`connector ${fact.connector}: ${configChange(fact.difference)}`);
    case "connector settles":
      return running(`connector ${fact.connector}: ${readinessText(fact.readiness)}`);
    case "connector held":
      return fact.isOver
        ? done(`connector ${fact.connector}: is back in the state that it had`)
        : started(`connector ${fact.connector}: stopping, to go on afterwards`);
    case "connector unseen":
      return warning(
        `connector ${fact.connector}: its tasks run by Connect's word, but none of them was seen in ${fact.group}`,
      );
    case "connector runs":
      return done(
        `connector ${fact.connector}: ${fact.action}, ${counted(fact.tasks, "task runs", "tasks run")}`,
      );
    case "group watched": {
      const partitions = fact.partitions === 1 ? "a partition" : `${fact.partitions} partitions`;
      return running(`${fact.group}: watching ${partitions} with records to carry`);
    }
    case "connector carries":
      return running(`connector ${fact.connector}: waiting for ${counted(fact.recordsLeft, "record")}`);
    case "logger held":
      return started(
        `logger ${fact.logger}: ${fact.level} for ${durationText(fact.milliseconds / 1000)}; Ctrl-C puts ${fact.was} back at once`,
      );
    case "logger put back":
      return done(`logger ${fact.logger}: is ${fact.level} again`);
    case "lag carried": {
      const subject = `connector ${fact.connector} has carried`;
      return { kind: "count", subject, unit: "records", done: fact.done, total: fact.total };
    }
    case "connector carried all":
      return done(`connector ${fact.connector}: has come to the end of its topics`);
    case "connector carried less":
      return failed(`connector ${fact.connector}: ${unfinishedText(fact)}`);
    case "transaction open": {
      const text = behindTransaction(fact.records);
      return fact.isOver ? warning(text) : running(`${text}: waiting`);
    }
    case "table ready":
      return done(`table ${fact.keyspace}.${fact.table}: ${fact.action}`);
    case "table differs":
      return failed(`table ${fact.keyspace}.${fact.table}: is not what ${fact.cql} declares`);
    case "rows counted":
      return { kind: "count", subject: `${fact.keyspace}.${fact.table}`, unit: "rows", done: fact.done };
    case "rows compared": {
      const subject = `comparing ${fact.keyspace}.${fact.table}`;
      return { kind: "count", subject, unit: "rows", done: fact.done, total: fact.total };
    }
    case "sending":
      return started(`${fact.topic}: sending; Ctrl-C ends it`);
    case "records sent":
      return { kind: "count", subject: fact.topic, unit: "records", done: fact.done, total: fact.total };
    case "records read":
      return { kind: "count", subject: "reading", unit: "records", done: fact.done, total: fact.total };
    case "receipts came":
      return { kind: "count", subject: fact.topic, unit: "receipts", done: fact.done, total: fact.total };
    case "spilling":
      return started(
        `keeping up to ${megabytesText(fact.bytes)} in ${fact.folder} until the end; ${megabytesText(fact.free)} are free`,
      );
    case "ends not noted":
      return started(
        `connector ${fact.connector}: ${fact.problem}${fact.where === undefined ? "" : ` (${fact.where})`}; --since last does not go on from here`,
      );
    case "reads before the start":
      return started("reading the records before the start, too: some of them may have won over later ones");
    case "run resumed":
      return started(
        `${fact.pipeline}: continues the interrupted run at record ${number(fact.done)} of ${number(fact.total)}`,
      );
    case "run kept":
      return warning(
        `${fact.pipeline}: what was done is kept; the same command with --resume goes on from there`,
      );
    case "run discarded":
      return warning(
        `${fact.pipeline}: begins anew; what an interrupted run had kept for --resume is removed`,
      );
    case "run begins":
      return started(`${fact.pipeline}: has no interrupted run, and begins anew`);
    case "letters read":
      return { kind: "count", subject: fact.topic, unit: "letters", done: fact.done };
    case "letters replayed":
      return { kind: "count", subject: fact.topic, unit: "records sent again", done: fact.done };
    case "replay waits":
      return started(
        `connector ${fact.connector}: another replay has not come to its end; waiting until what it sent is there`,
      );
    case "reading missed":
      return warning(`no reading of ${fact.city}: ${fact.reason}`);
    case "following":
      return started(`${fact.topic}: ${[...readingText(fact), "Ctrl-C ends it"].join("; ")}`);
    case "following waits":
      return warning(`${fact.topic}: ${fact.reason}; it is asked again`);
    case "records deleted unread":
      return warning(
        `${partitionText(fact)}: the offsets ${number(fact.from)} to ${number(fact.to - 1)} were deleted before they were read`,
      );
    case "disk missed":
      return warning(`no reading of the disk at ${fact.path}: ${fact.reason}`);
    case "demo step":
      return started(`demo: ${fact.command}`);
  }
}

function connectionNote(note: ConnectionNote): string {
  switch (note.kind) {
    case "stack instead of context":
      return `the local stack that runs is used, and not the current context ${note.context}; --context ${note.context} uses that`;
    case "variables instead of context":
      return `${legNames[note.leg]} is the one that the environment names, and not that of context ${note.context}`;
    case "variables unused": {
      const are = note.variables.length === 1 ? "is" : "are";
      return `${note.variables.join(", ")} ${are} not used: the address of ${legNames[note.leg]} comes from elsewhere`;
    }
  }
}

/** Characters of a value: a mapping may have thousands, and `connector plan` shows them all. */
const longestChange = 60;

function configChange({ key, before, after, note }: ProgressFactOf<"config changes">["difference"]): string {
  const value = (text: string): string => cut(singleLine(text), longestChange);
  if (note !== undefined) return `${key}: is given anew, for what is there cannot be seen`;
  if (before === undefined) return `${key}: new, ${value(after ?? "")}`;
  if (after === undefined) return `${key}: no longer, was ${value(before)}`;
  return before === after ? `${key}: another secret` : `${key}: ${value(before)} -> ${value(after)}`;
}

function unfinishedText({ state, recordsLeft, quiet }: ProgressFactOf<"connector carried less">): string {
  const left = recordsLeft === 0 ? "" : `, with ${counted(recordsLeft, "record")} left to carry`;
  switch (state) {
    case "still":
      return `has carried nothing for ${secondsText(quiet / 1000)}${left}`;
    case "moving":
      return `moves, but the wait is over${left}`;
    case "behind":
      return `the wait is over${left}`;
    case "failed":
      return `has failed${left}`;
    default:
      return `is ${state}${left}`;
  }
}
