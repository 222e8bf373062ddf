import { isOf, recordName } from "../../core/dead-letters/letter.js";
import type { LetterState, StateCounts } from "../../core/dead-letters/letter-groups.js";
import { provenReplays } from "../../core/dead-letters/proven.js";
import { readResolutions, readToEnd } from "../../core/dead-letters/read-letters.js";
import { type Resolution, Resolutions } from "../../core/dead-letters/resolution.js";
import { letterOrigin } from "../../core/kafka/dead-letter.js";
import { positionText } from "../../core/kafka/record.js";
import { ServiceError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { Carrier } from "./await-carried.js";

/** The dead letters of one connector. */
export interface DeadLetters {
  readonly topic: string;
  /** Letters of this connector, those included that repeat one. */
  readonly read: number;
  /** The places of the records that they are of: `topic-partition@offset`. */
  readonly origins: ReadonlySet<string>;
  /**
   * Those of them whose record was sent again, and stands where it is noted to be, or was given up: it waits no longer. Of
   * several records of a place, of a topic that was made again, none may wait.
   */
  readonly resolved: ReadonlySet<string>;
  /** All records that they are of, by what has become of them. */
  readonly states: StateCounts;
  /** Records that are noted as sent again and do not stand where they are noted to be: they wait. */
  readonly unproven: readonly string[];
  /** Why it is not known what has become of them: all count as waiting. */
  readonly statesUnknown?: string;
  /** Letters that do not say which record they are of. */
  readonly withoutOrigin: number;
  /** Whether the broker has deleted letters. */
  readonly isIncomplete: boolean;
}

/**
 * Reads a dead-letter topic, and what is noted beside it. Several connectors may write to one: letters that name another
 * one are left out. A topic that is not there yet has no letters.
 */
export async function readDeadLetters(
  topic: string,
  { name }: Carrier,
  { kafka, signal }: CommandContext,
): Promise<DeadLetters> {
  const { resolutions, statesUnknown } = await resolutionsOf(topic, { kafka, signal });
  const origins = new Set<string>();
  const records = new Map<string, { readonly at: string; readonly resolution: Resolution | undefined }>();
  let read = 0;
  let withoutOrigin = 0;
  const offsets = await readToEnd(
    topic,
    (letter) => {
      const origin = letterOrigin(letter);
      if (origin === undefined) withoutOrigin++;
      else if (isOf(origin, name)) {
        read++;
        const at = positionText(origin.topic, origin.partition, origin.offset);
        origins.add(at);
        const record = recordName(at, letter.timestamp);
        if (records.has(record)) return;
        records.set(record, { at, resolution: resolutions.of(name, at, letter.timestamp) });
      }
    },
    kafka,
    signal,
  );
  const noted = [...records.values()].flatMap(({ resolution }) => resolution ?? []);
  const proven = await provenReplays(noted, kafka, signal);
  const isUnproven = (resolution: Resolution): boolean =>
    resolution.action === "replayed" && !proven.has(resolution);
  const stateOf = (resolution: Resolution | undefined): LetterState =>
    resolution === undefined || isUnproven(resolution) ? "waiting" : resolution.action;
  const states = { waiting: 0, replayed: 0, purged: 0, quarantined: 0 };
  const resolved = new Set(origins);
  for (const { at, resolution } of records.values()) {
    const state = stateOf(resolution);
    states[state]++;
    if (state !== "replayed" && state !== "purged") resolved.delete(at);
  }
  return {
    topic,
    read,
    origins,
    resolved,
    states,
    unproven: noted.filter(isUnproven).map(({ origin }) => origin),
    ...(statesUnknown === undefined ? {} : { statesUnknown }),
    withoutOrigin,
    isIncomplete: offsets.some(({ low }) => low > 0),
  };
}

/** A user who may read the letters need not be able to read this: then none counts as resolved. */
async function resolutionsOf(
  topic: string,
  { kafka, signal }: Pick<CommandContext, "kafka" | "signal">,
): Promise<{ readonly resolutions: Resolutions; readonly statesUnknown?: string }> {
  try {
    return { resolutions: await readResolutions(topic, kafka, signal) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    signal.throwIfAborted();
    return { resolutions: new Resolutions(), statesUnknown: error.message };
  }
}
