import { ServiceError, UnfinishedStartError } from "../../errors.js";
import type { StartedReport } from "../../ports/stack.js";
import type { StartedProcess } from "../../core/stack/state.js";
import { isAlive } from "./state-file.js";

export interface FailedServer {
  readonly name: string;
  readonly error: unknown;
}

interface Outcome {
  readonly failed: readonly FailedServer[];
  readonly ready: readonly StartedReport[];
  /** What the state file has: everything that was found or started. */
  readonly processes: readonly StartedProcess[];
}

/** Last lines of each log when several servers have failed; one alone shows all that it has. */
const linesOfEach = 8;

/** Names each server that did not start, with its last log lines; what runs and what may still come; what to do. */
export async function unfinishedStart(
  home: string,
  { failed, ready, processes }: Outcome,
): Promise<UnfinishedStartError> {
  const errors = failed.map(({ name, error }) =>
    error instanceof ServiceError ? error : new ServiceError("stack", `${name}: ${String(error)}`),
  );
  const alive: string[] = [];
  for (const process of processes) {
    const isSilent = failed.some(({ name }) => name === process.name) && (await isAlive(home, process));
    if (isSilent) alive.push(process.name);
  }
  const [first] = errors;
  const isOne = errors.length === 1;
  const lines = isOne
    ? (first?.lines ?? [])
    : errors.flatMap(({ message, where, lines }) => [
        `${message}${where === undefined ? "" : `: ${where}`}`,
        ...lines.slice(-linesOfEach).map((line) => `  ${line}`),
      ]);
  const running = ready.map(({ name }) => name).sort();
  const dead = failed.filter(({ name }) => !alive.includes(name)).map(({ name }) => name);
  const here = `--home ${home}`;
  const advice = [
    ...(alive.length === 0
      ? []
      : [`${list(alive)} may only be slow: cassink up ${here} --wait 300s waits on`]),
    ...(dead.length === 0 ? [] : [`cassink up ${here} starts ${list(dead)} again`]),
    ...(running.length === 0
      ? []
      : [
          `${list(running)} run${running.length === 1 ? "s" : ""} and stay${running.length === 1 ? "s" : ""}`,
        ]),
    `cassink down ${here} stops all`,
    `the whole log: cassink logs ${failed[0]?.name ?? ""} -n 500 ${here}`,
  ];
  return new UnfinishedStartError(
    isOne ? (first?.service ?? "stack") : "stack",
    isOne ? (first?.message ?? "") : `${list(failed.map(({ name }) => name))} did not start`,
    {
      ...(isOne && first?.where !== undefined ? { where: first.where } : {}),
      lines,
      hint: advice.join("; "),
      cause: first,
    },
    ready.some(({ action }) => action === "found"),
  );
}

/** `kafka`, `kafka and connect`, `kafka, connect and cassandra` */
function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
