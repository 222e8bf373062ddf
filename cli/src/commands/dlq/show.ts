import { withoutSecrets } from "../../core/connect/secret-keys.js";
import { causeChain } from "../../core/dead-letters/cause.js";
import { headerText, isOf, letterFacts, originText } from "../../core/dead-letters/letter.js";
import { parsePosition } from "../../core/kafka/position.js";
import { readResolutions, readToEnd } from "../../core/dead-letters/read-letters.js";
import type { Resolution } from "../../core/dead-letters/resolution.js";
import { shownBy, shownBytes, type ShownBytes } from "../../core/dead-letters/shown-bytes.js";
import { type KafkaRecord, positionText } from "../../core/kafka/record.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { DlqShowInput } from "../../program/dlq.js";
import { type LettersOf, selectLetters } from "./selection.js";

export interface DlqShowResult extends CommandResult {
  readonly pipeline: string;
  readonly connector: string;
  /** The record: `topic-partition@offset`. Absent where the letter does not say which. */
  readonly origin?: string;
  /** The letter that is shown, the last one of the record, and the earlier ones. */
  readonly letter: string;
  readonly earlier: readonly string[];
  /** Of the record, as ISO 8601. */
  readonly time: string;
  readonly cause: string;
  readonly columns: readonly string[];
  /** Where in Connect it happened: `VALUE_CONVERTER`, `TASK_PUT`. */
  readonly stage?: string;
  /** Each exception in a line, the first one first. */
  readonly chain: readonly string[];
  readonly key: ShownBytes;
  readonly value: ShownBytes;
  /** Those of the record, without Connect's. */
  readonly headers: readonly ({ readonly name: string } & ShownBytes)[];
  /** How often the record had been sent again when it became this letter. */
  readonly replays: number;
  /** What has become of it; absent while it waits. */
  readonly resolution?: Resolution;
}

/** One letter, by its record's place or by its own. */
export async function run(input: DlqShowInput, context: CommandContext): Promise<DlqShowResult> {
  const words = [...(input.name ?? [])];
  const position = words.pop();
  if (position === undefined || parsePosition(position) === undefined) {
    throw new UsageError(
      position === undefined ? "no record is named" : `"${position}" is no place of a record`,
      {
        hint: "name a pipeline and a record, as in: dlq show item-sales item_sales-3@1187",
      },
    );
  }
  const letters = await selectLetters({ ...input, name: words }, context);
  const found = await lettersAt(position, letters, context);
  const [last, ...before] = [...found].reverse();
  if (last === undefined) {
    throw new InputError(`there is no dead letter of ${position}`, {
      where: `topic ${letters.topic}`,
      hint: "see which there are: cassink dlq list",
    });
  }
  return shown(last, before, letters, context);
}

/** In the order in which they were written. */
async function lettersAt(
  position: string,
  { topic, connector }: LettersOf,
  { kafka, progress, signal }: CommandContext,
): Promise<readonly KafkaRecord[]> {
  const found: KafkaRecord[] = [];
  let stranger: string | undefined;
  let read = 0;
  await readToEnd(
    topic,
    (letter) => {
      if (++read % 1_000 === 0) progress.report({ kind: "letters read", topic, done: read });
      const { origin } = letterFacts(letter);
      const isAt = positionText(topic, letter.partition, letter.offset) === position;
      const isOfRecord = origin !== undefined && originText(origin) === position;
      // What is kept is a view of a whole fetch: these are few.
      if ((isAt || isOfRecord) && isOf(origin, connector)) found.push(letter);
      else if (isAt) stranger = origin?.connector;
    },
    kafka,
    signal,
  );
  // What is noted of it stands under the other connector, and this one's config would read and mask it wrongly.
  if (found.length === 0 && stranger !== undefined) {
    throw new InputError(`the letter ${position} is of connector ${stranger}, not of ${connector}`, {
      where: `topic ${topic}`,
      hint: "name the pipeline of that connector",
    });
  }
  return found;
}

async function shown(
  letter: KafkaRecord,
  before: readonly KafkaRecord[],
  { pipeline, connector, config, topic }: LettersOf,
  { kafka, signal }: CommandContext,
): Promise<DlqShowResult> {
  const placeOf = ({ partition, offset }: KafkaRecord): string => positionText(topic, partition, offset);
  const { origin, time, cause, replays } = letterFacts(letter);
  // Those of another time are of the record that was here before the topic was made again.
  const earlier = before.filter(({ timestamp }) => timestamp === time);
  const at = origin === undefined ? undefined : originText(origin);
  const resolutions = await readResolutions(topic, kafka, signal);
  const resolution = at === undefined ? undefined : resolutions.of(connector, at, time);
  const plain = (text: string): string => withoutSecrets(text, config);
  const stage = headerText(letter, "__connect.errors.stage");
  const trace = headerText(letter, "__connect.errors.exception.stacktrace");
  return {
    outcome: "clean",
    pipeline: pipeline.name,
    connector,
    ...(at === undefined ? {} : { origin: at }),
    letter: placeOf(letter),
    earlier: earlier.map(placeOf),
    time: new Date(time).toISOString(),
    cause: plain(cause.text),
    columns: cause.columns,
    ...(stage === undefined ? {} : { stage }),
    chain: trace === undefined ? [] : causeChain(trace).map(plain),
    key: shownBy("key", letter.key, config),
    value: shownBy("value", letter.value, config),
    headers: letter.headers
      .filter(({ key }) => !key.startsWith("__connect.errors."))
      .map(({ key, value }) => ({ name: key, ...shownBytes(value) })),
    replays,
    ...(resolution === undefined ? {} : { resolution }),
  };
}
