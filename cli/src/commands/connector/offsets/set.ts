import { type Destination, destinations, chosen } from "../../../core/kafka/offset-move.js";
import { UsageError } from "../../../errors.js";
import { partitionText } from "../../../core/kafka/record.js";
import type { CommandContext } from "../../../ports/context.js";
import type { ConnectorOffsetsSetInput } from "../../../program/connector-offsets.js";
import { isolationLevel } from "../../../core/connect/connector-config.js";
import { timeOf } from "../../../core/moment.js";
import { type ConnectorOffsetsChange, type OffsetMove, change, moveTo } from "./change.js";
import { type NamedSink, soleSink, wholePlaces } from "./places.js";
import { countsRecords, safeStart } from "./safe-start.js";

/**
 * Puts a connector at other offsets: stops it, alters them, and lets it go on as it was.
 * @throws UsageError for none or several destinations, and where records would be skipped without `yes`
 */
export async function run(
  input: ConnectorOffsetsSetInput,
  context: CommandContext,
): Promise<ConnectorOffsetsChange> {
  const destination = destinationOf(input, context.clock.now());
  const target = await soleSink(input, context);
  return change(target, { ...input, plan: () => planned(target, destination, input, context) }, context);
}

async function planned(
  target: NamedSink,
  destination: Destination,
  { only }: ConnectorOffsetsSetInput,
  context: CommandContext,
): Promise<readonly OffsetMove[]> {
  const { config } = target.deployed;
  const places = chosen(await wholePlaces(target, only, context), only);
  const atTime = new Map<string, number | undefined>();
  if (destination.kind === "time") {
    for (const topic of new Set(places.map((place) => place.topic))) {
      const found = await context.kafka.offsetsAt(topic, destination.time, isolationLevel(config));
      for (const { partition, offset } of found) atTime.set(partitionText({ topic, partition }), offset);
    }
  }
  const moves: OffsetMove[] = [];
  for (const [place, offset] of destinations(destination, places, atTime)) {
    const safe = countsRecords(config) ? await safeStart(config, place, offset, context) : offset;
    moves.push(moveTo(place, safe, offset));
  }
  return moves;
}

function destinationOf(input: ConnectorOffsetsSetInput, now: number): Destination {
  const { earliest, latest, toTime, to, by } = input;
  const given: Destination[] = [
    ...(earliest === true ? [{ kind: "earliest" as const }] : []),
    ...(latest === true ? [{ kind: "latest" as const }] : []),
    ...(toTime === undefined ? [] : [{ kind: "time" as const, time: timeOf(toTime, now) }]),
    ...(to === undefined ? [] : [{ kind: "positions" as const, positions: to }]),
    ...(by === undefined ? [] : [{ kind: "by" as const, offsets: by }]),
  ];
  const [destination, ...others] = given;
  if (destination !== undefined && others.length === 0) return destination;
  throw new UsageError(
    destination === undefined ? "it is not said where to go on" : "several places are given to go on at",
    {
      hint: "give one of --earliest, --latest, --to-time, --to and --by",
    },
  );
}
