import type { Stage } from "./fault.js";

const isFrame = (line: string): boolean => /^\s*(at |\.\.\. \d+ )/.test(line);

/** The heads of a Java stack trace: its message and those of its causes, without frames. */
export function messagesOf(trace: string): string {
  return trace
    .split(/\r?\n/)
    .filter((line) => !isFrame(line))
    .join("\n");
}

/**
 * What Connect was doing with a record, by the methods that were running. Workers before 4.0 number the lambdas otherwise,
 * or have methods in their place; undefined where that does not tell, or no record was being made.
 */
export function stageOf(trace: string): Stage | undefined {
  const frames = trace.split(/\r?\n/).filter(isFrame).join("\n");
  if (!frames.includes("WorkerSinkTask.convertAndTransformRecord(")) return undefined;
  return stages.find(([pattern]) => pattern.test(frames))?.[1];
}

const stages: readonly (readonly [RegExp, Stage])[] = [
  [/TransformationChain\.|TransformationStage\./, "transform"],
  [/WorkerSinkTask\.convertHeadersFor\(/, "header"],
  [/WorkerSinkTask\.(convertKey|lambda\$convertAndTransformRecord\$0)\(/, "key"],
  [/WorkerSinkTask\.(convertValue|lambda\$convertAndTransformRecord\$1)\(/, "value"],
];

/** The record that Cassink's sink names first in its messages, as `topic-partition@offset`. */
export function recordNamedIn(cause: string): string | undefined {
  return /(?:^|: )([A-Za-z0-9._-]+-\d+@\d+): /.exec(cause)?.[1];
}
