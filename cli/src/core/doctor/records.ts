import { type LetterState, isOpen } from "../dead-letters/letter-states.js";
import { recordName } from "../dead-letters/letter.js";
import type { PreviewedWrite } from "../rows/previewed-write.js";
import { type Check, finding, good, unjudged, warning } from "./check.js";

/** A topic's records as `connector preview` shows them. */
export interface PreviewedTopic {
  readonly topic: string;
  readonly records: readonly {
    /** `topic-partition@offset` */
    readonly at: string;
    /** Milliseconds since the Unix epoch. */
    readonly timestamp: number;
    readonly tables: readonly Pick<PreviewedWrite, "table" | "becomes" | "column" | "reason" | "columns">[];
  }[];
}

/** What has become of records that were refused before, by their names among letters. */
type Letters = ReadonlyMap<string, LetterState>;

/**
 * Whether the newest records of a topic can be read, transformed and written, and whether their times are past. Of one
 * that is refused and has a letter, the letter tells: it waits, or the incident is over.
 */
export function recordChecks(
  { topic, records }: PreviewedTopic,
  now: number,
  letters: Letters = new Map(),
): readonly Check[] {
  const subject = `records of ${topic}`;
  if (records.length === 0) {
    const seen = "there are none yet: converters, transforms and mapping were tried on no record";
    return [warning(subject, seen, "look again when the first have come")];
  }
  const untold = records.filter((record) => letterOf(record, letters) === undefined);
  const bad = [...grouped(untold, "refused"), ...grouped(records, "unknown")];
  return [
    ...(bad.length === 0
      ? [good(subject, becomingText(records, letters))]
      : bad.map((each) => badCheck(subject, each))),
    ...timeChecks(topic, records, now),
  ];
}

type Records = PreviewedTopic["records"];

const letterOf = ({ at, timestamp }: Records[number], letters: Letters): LetterState | undefined =>
  letters.get(recordName(at, timestamp));

/** Records that are refused, or of which nobody can say what they become, for one reason. */
interface BadRecords {
  readonly becomes: "refused" | "unknown";
  readonly reason: string;
  readonly table: string;
  readonly at: string[];
}

function grouped(records: Records, becomes: BadRecords["becomes"]): readonly BadRecords[] {
  const groups = new Map<string, BadRecords>();
  for (const { at, tables } of records) {
    for (const { table, column, reason = "", ...write } of tables) {
      if (write.becomes !== becomes) continue;
      const said = column === undefined ? reason : `column ${column}: ${reason}`;
      const group = groups.get(said) ?? { becomes, reason: said, table, at: [] };
      if (!group.at.includes(at)) group.at.push(at);
      groups.set(said, group);
    }
  }
  return [...groups.values()];
}

function badCheck(subject: string, { becomes, reason, table, at }: BadRecords): Check {
  const [first = ""] = at;
  const others = at.length === 1 ? "" : ` (and ${at.length - 1} more, the last ${at.at(-1) ?? ""})`;
  const topic = first.slice(0, first.lastIndexOf("-"));
  const advice = `correct converters, transforms or mapping, or the producer; cassink topic peek ${topic} --from ${first} --records 1 shows it`;
  const check =
    becomes === "refused"
      ? finding(subject, `${first} is refused by ${table}${others}: ${reason}`, advice)
      : unjudged(subject, `${first}${others}: ${reason}`);
  return { ...check, where: first };
}

/** Milliseconds that a record's time may lie ahead: clocks differ. */
const tolerance = 60_000;

/** A record that lies ahead, and is taken: what comes later in its row does not count until then. */
function timeChecks(topic: string, records: Records, now: number): readonly Check[] {
  const ahead = records.filter(
    ({ timestamp, tables }) =>
      timestamp > now + tolerance && tables.some(({ becomes }) => ["insert", "delete"].includes(becomes)),
  );
  const [first] = ahead;
  if (first === undefined) return [];
  const others = ahead.length === 1 ? "" : `, as do ${ahead.length - 1} more`;
  const seen = `${first.at} is of ${new Date(first.timestamp).toISOString()}, which lies ahead${others}: until then no later record of its row is seen`;
  const advice = "correct the clock of the producer, and send the record again";
  return [{ ...warning(`times of ${topic}`, seen, advice), where: first.at }];
}

/** `the newest 40: 37 written, 1 deletes, 1 dropped by a transform, 1 refused and since replayed or purged` */
function becomingText(records: Records, letters: Letters): string {
  const refused = records
    .filter(({ tables }) => tables.some(({ becomes }) => becomes === "refused"))
    .flatMap((record) => letterOf(record, letters) ?? []);
  const open = refused.filter(isOpen).length;
  const count = (becomes: string): number =>
    records.filter(({ tables }) => tables.some((write) => write.becomes === becomes)).length;
  const parts = [
    ["written", count("insert")],
    ["deletes", count("delete")],
    ["dropped by a transform", count("filtered")],
    ["refused and waiting as dead letters", open],
    ["refused and since replayed or purged", refused.length - open],
  ].flatMap(([what, number]) => (number === 0 ? [] : [`${number} ${what}`]));
  return `the newest ${records.length}: ${parts.join(", ")}`;
}
