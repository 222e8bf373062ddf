import { exportedLetter } from "../../core/dead-letters/exported.js";
import { fits } from "../../core/dead-letters/letter-filter.js";
import { isOf, letterFacts, originText } from "../../core/dead-letters/letter.js";
import { readInParts, readResolutions } from "../../core/dead-letters/read-letters.js";
import { type KafkaRecord, positionText } from "../../core/kafka/record.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { DlqExportInput } from "../../program/dlq.js";
import { filterOf } from "./choose.js";
import { selectLetters } from "./selection.js";

export interface DlqExportResult extends CommandResult {
  /** They went out as they were read. */
  readonly letters: number;
}

/** Writes letters, a line of JSON for each, as they are read. */
export async function run(input: DlqExportInput, context: CommandContext): Promise<DlqExportResult> {
  const { kafka, clock, signal } = context;
  const { topic, connector } = await selectLetters(input, context);
  const resolutions = await readResolutions(topic, kafka, signal);
  const filter = filterOf(input, clock.now());
  let letters = 0;
  const write = async (letter: KafkaRecord): Promise<void> => {
    const facts = letterFacts(letter);
    const { origin, time } = facts;
    if (!isOf(origin, connector) || !fits(facts, filter)) return;
    const noted = origin === undefined ? undefined : resolutions.of(connector, originText(origin), time);
    const at = positionText(topic, letter.partition, letter.offset);
    await context.emitDocument(exportedLetter(letter, at, noted?.action ?? "waiting"));
    letters++;
  };
  const writeAll = async (records: readonly KafkaRecord[]): Promise<void> => {
    for (const letter of records) await write(letter);
  };
  await readInParts(topic, writeAll, kafka, signal);
  return { outcome: "clean", letters };
}
