import { type PartitionPlace, movedOver, nextOffset } from "../../../core/kafka/offset-move.js";
import { ServiceError, UsageError } from "../../../errors.js";
import { partitionText } from "../../../core/kafka/record.js";
import type { CommandContext, CommandResult } from "../../../ports/context.js";
import { changeStopped } from "../change-stopped.js";
import { type CountedRecords, countRecords, mostCounted } from "./count-records.js";
import type { NamedSink } from "./places.js";
import { type Restored, whileStopped } from "./while-stopped.js";

/** What is done to one partition. Offsets without a record (compaction, transaction markers) count among them. */
export interface OffsetMove extends PartitionPlace {
  /** Where the connector goes on. */
  readonly offset: number;
  /** Where it was to go on, when records share their time there and it has to begin in front of them. */
  readonly asked?: number;
  readonly readAgain: number;
  readonly skipped: number;
}

export interface ConnectorOffsetsChange extends CommandResult {
  /** Absent where the connector itself was named. */
  readonly pipeline?: string;
  readonly connector: string;
  readonly action: "set" | "reset" | "unchanged";
  /** The state of the connector now: the one that it had. */
  readonly state: Restored["state"] | "unchanged";
  /** The root cause line of what has failed since it goes on. */
  readonly problem?: string;
  readonly partitions: readonly OffsetMove[];
  /** Of a dry run: what lies between the old and the new offsets. */
  readonly readAgain?: CountedRecords;
  readonly skipped?: CountedRecords;
  /** Of a dry run: so many offsets lie between, and more are not counted. */
  readonly notCounted?: number;
}

export interface ChangeRequest {
  /** Asked again when the connector is stopped, for until then it goes on. */
  readonly plan: () => Promise<readonly OffsetMove[]>;
  /** Forgets all offsets instead. */
  readonly forgets?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  /** Milliseconds for each step. */
  readonly timeout: number;
}

export function moveTo(place: PartitionPlace, offset: number, asked: number): OffsetMove {
  return {
    ...place,
    offset,
    ...(asked === offset ? {} : { asked }),
    ...movedOver(nextOffset(place), offset),
  };
}

/** @throws UsageError where records would be skipped and `yes` is not given; the connector is then as it was */
export async function change(
  { name, pipeline, deployed }: NamedSink,
  request: ChangeRequest,
  context: CommandContext,
): Promise<ConnectorOffsetsChange> {
  const { plan, forgets = false, dryRun = false, timeout } = request;
  const about = {
    ...(pipeline === undefined ? {} : { pipeline: pipeline.name }),
    connector: name,
    action: forgets ? ("reset" as const) : ("set" as const),
  };
  const first = await plan();
  const isThere = first.every(({ committed, offset }) => committed === (forgets ? undefined : offset));
  if (isThere) {
    return { outcome: "clean", ...about, action: "unchanged", state: "unchanged", partitions: first };
  }
  if (dryRun) {
    const counted = await countedMoves(first, deployed.config, context);
    return { outcome: "clean", ...about, state: "unchanged", partitions: first, ...counted };
  }
  refuseSkipping(name, first, request);
  const alter = async (): Promise<readonly OffsetMove[]> => {
    const moves = await plan();
    refuseSkipping(name, moves, request);
    const moved = moves.filter(({ committed, offset }) => committed !== offset);
    if (!forgets && moved.length === 0) return moves;
    const { connect } = context;
    const order = (): Promise<void> =>
      forgets ? connect.resetOffsets(name) : connect.alterOffsets(name, moved);
    await changeStopped(name, order, `the offsets of connector ${name} could not be changed`, context);
    return moves;
  };
  let isAltered = false;
  const altering = async (): Promise<readonly OffsetMove[]> => {
    const moves = await alter();
    isAltered = true;
    return moves;
  };
  const { result, state, problem } = await whileStopped(deployed, timeout, altering, context).catch(
    (error: unknown) => {
      throw isAltered ? error : unchanged(error, context);
    },
  );
  return {
    outcome: state === "failed" ? "findings" : "clean",
    ...about,
    state,
    ...(problem === undefined ? {} : { problem }),
    partitions: result,
  };
}

/** The same error, which says besides that the offsets are as they were; usage is told before anything is done. */
function unchanged(error: unknown, { connect }: CommandContext): unknown {
  if (!(error instanceof ServiceError)) return error;
  const { message, where = connect.url, hint, lines } = error;
  return new ServiceError(error.service, message, {
    where,
    lines: [...lines, "its offsets are as they were"],
    ...(hint === undefined ? {} : { hint }),
    cause: error.cause ?? error,
  });
}

function refuseSkipping(name: string, moves: readonly OffsetMove[], { yes, forgets }: ChangeRequest): void {
  const skipping = moves.filter(({ skipped }) => skipped > 0);
  if (skipping.length === 0 || yes === true || forgets === true) return;
  const total = skipping.reduce((sum, { skipped }) => sum + skipped, 0);
  const which = skipping.map((move) => `${partitionText(move)} (${move.skipped})`).join(", ");
  throw new UsageError(
    `connector ${name} would skip ${total} ${total === 1 ? "offset" : "offsets"}: ${which}`,
    {
      hint: "say so with --yes; `verify table` names their rows as missing or different",
    },
  );
}

async function countedMoves(
  moves: readonly OffsetMove[],
  config: NamedSink["deployed"]["config"],
  context: CommandContext,
): Promise<Partial<ConnectorOffsetsChange>> {
  const back = moves.map((move) => ({ ...move, from: move.offset, to: move.offset + move.readAgain }));
  const skip = moves.map((move) => ({ ...move, from: move.offset - move.skipped, to: move.offset }));
  const counts = async (ranges: typeof back): Promise<CountedRecords | undefined> => {
    const some = ranges.filter(({ from, to }) => from < to);
    return some.length === 0 ? undefined : await countRecords(some, config, context);
  };
  const readAgain = await counts(back);
  const skipped = await counts(skip);
  const isCut =
    (readAgain === undefined && moves.some((move) => move.readAgain > 0)) ||
    (skipped === undefined && moves.some((move) => move.skipped > 0));
  return {
    ...(readAgain === undefined ? {} : { readAgain }),
    ...(skipped === undefined ? {} : { skipped }),
    ...(isCut ? { notCounted: mostCounted } : {}),
  };
}
