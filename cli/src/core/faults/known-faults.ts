import { rootCause } from "../connect/root-cause.js";
import { converterFaults } from "./converter-faults.js";
import type { Fault, Stage, TraceFault } from "./fault.js";
import { receiptFaults } from "./receipt-faults.js";
import { recordFaults } from "./record-faults.js";
import { sinkFaults } from "./sink-faults.js";
import { type StandingCode, standingFaults } from "./standing-faults.js";
import { messagesOf, recordNamedIn, stageOf } from "./trace.js";
import { workerFaults } from "./worker-faults.js";

/** Every fault that a trace can tell, the special before the general. */
export const traceFaults: readonly TraceFault[] = [
  ...converterFaults,
  ...recordFaults,
  ...receiptFaults,
  ...workerFaults,
  ...sinkFaults,
];

export function standingFault(code: StandingCode): Fault {
  return { code, ...standingFaults[code] };
}

/** All of them, in the order of their page. */
export const knownFaults: readonly Fault[] = [
  ...traceFaults,
  ...(Object.keys(standingFaults) as StandingCode[]).map(standingFault),
];

/** What a trace says. */
export interface TracedFault {
  readonly fault: Fault;
  /** What Connect was doing with a record; undefined where it was not, or that is not known. */
  readonly stage: Stage | undefined;
  /** What happened, without the Java class of the exception and without advice, which the fault gives. */
  readonly cause: string;
  /** The record that the cause names, as `topic-partition@offset`; empty where it names none. */
  readonly records: readonly string[];
}

/**
 * The fault of a failed connector or task.
 * @param found on which side of a record a converter is known to have failed; the trace's own word otherwise
 */
export function faultOfTrace(trace: string, found?: Stage): TracedFault {
  const messages = messagesOf(trace);
  const seen = stageOf(trace);
  const stage = seen === "transform" ? seen : (found ?? seen);
  const fits = (fault: TraceFault): boolean =>
    (fault.says?.test(messages) ?? true) && (fault.stage === undefined || fault.stage === stage);
  const cause = rootCause(trace)
    .replace(/^[\w.$]+(Exception|Error): /, "")
    .replace(/; the offset is held before this record\. Set errors.*$/, "")
    .replace(/; correct the table or the settings, then restart the task$/, "");
  const record = recordNamedIn(cause);
  return {
    fault: traceFaults.find(fits) ?? standingFault("unknown"),
    stage,
    cause,
    records: record === undefined ? [] : [record],
  };
}
