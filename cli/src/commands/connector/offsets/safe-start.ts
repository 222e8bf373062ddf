import type { ConnectorConfig } from "../../../core/connect/connector-config.js";
import { isolationLevel } from "../../../core/connect/connector-config.js";
import { type PartitionPlace, nextOffset } from "../../../core/kafka/offset-move.js";
import { positionText } from "../../../core/kafka/record.js";
import { chainReach, chainsAround } from "../../../core/sinks/cassink/chain-start.js";
import { sinkOf } from "../../../core/sinks/sink-of.js";
import { InputError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";

/** Whether the connector's write times depend on the records before: docs/decisions/write-times.md. */
export function countsRecords(config: ConnectorConfig): boolean {
  return sinkOf(config["connector.class"])?.writeTimes?.(config).order === "time";
}

/**
 * The offset, at the target or before it, from which a sink with order=time gives each record from the target on the
 * write time that it has. Reads the records around the target.
 * @throws InputError where records would be skipped, and nothing is left to skip in front of it
 */
export async function safeStart(
  config: ConnectorConfig,
  place: PartitionPlace,
  target: number,
  { kafka, clock, signal }: CommandContext,
): Promise<number> {
  const { topic, partition, start: low, end } = place;
  if (target === low) return target;
  const to = Math.min(end, target + chainReach + 1);
  const isolation = isolationLevel(config);
  const chains = await chainsAround(target, low, (from, onRecords) =>
    kafka.read({ topic, isolation, ranges: [{ partition, from, to }], signal, onRecords }),
  );
  const { start, behind } = chains.result(to === end, clock.now());
  const position = nextOffset(place);
  if (target > position && start <= position) throw nothingToSkip(place, target, behind);
  return start;
}

function nothingToSkip(
  { topic, partition, end }: PartitionPlace,
  target: number,
  behind: number,
): InputError {
  const where = positionText(topic, partition, target);
  return new InputError("records before and behind it have one time, and are counted together", {
    where,
    hint:
      behind < end && behind > target
        ? `${positionText(topic, partition, behind)} is the first offset behind them`
        : "the records there have just been written: try again in a few seconds",
  });
}
