import { parseCqlType, type UdtDefinition } from "../../../../cli/src/core/cql-type-text.js";
import type { CqlType } from "../../../../cli/src/core/cql-type.js";
import { Random } from "../../../../cli/src/core/generate/random.js";
import type { Feed, FeedRecord } from "../feed.js";
import { userTypes } from "../user-types.js";
import { columnTypes } from "./column-types.js";
import { oddValue } from "./odd-values.js";
import { chance, pick } from "./pick.js";
import { rightValue } from "./right-values.js";
import { randomCodec, randomSettings } from "./settings.js";

/** What is odd about a record: the column, its type, and the JSON that was given for it. */
export interface Oddity {
  readonly key: string;
  readonly column: string;
  readonly type: string;
  /** Undefined where the field is not there at all. */
  readonly json: string | undefined;
  /** Instead of that: the record's value is null, or each of its fields is. */
  readonly nothing?: "null value" | "null fields";
}

/** A feed whose records come in pairs of one key: one that everybody takes, and after it one with an oddity. */
export interface RandomFeed extends Feed {
  /** Literals of the partition keys. */
  readonly keys: readonly string[];
  readonly oddities: readonly Oddity[];
}

interface Column {
  readonly name: string;
  readonly typeText: string;
  readonly type: CqlType;
}

const columns: readonly Column[] = columnTypes.map((typeText, index) => ({
  name: `c${index}`,
  typeText,
  type: parseCqlType(typeText, (name) => userTypeFields(name)),
}));
const wide = `id text PRIMARY KEY, ${columns.map(({ name, typeText }) => `${name} ${typeText}`).join(", ")}`;
/** Tables whose every column a mapping may name, so that their rows can be deleted; the third's keys may be odd. */
const narrow = [
  { name: "narrow_int", columns: "id text PRIMARY KEY, c3 int", names: ["c3"] },
  {
    name: "narrow_three",
    columns: "id text PRIMARY KEY, c1 text, c11 timestamp, c20 frozen<list<text>>",
    names: ["c1", "c11", "c20"],
  },
  { name: "narrow_key", columns: "id text, c2 bigint, c8 double, PRIMARY KEY (id, c2)", names: ["c2", "c8"] },
] as const;

/** @param pairs of records */
export function randomFeed(seed: number, index: number, pairs: number): RandomFeed {
  const random = new Random(seed, index);
  const table = chance(random, 0.3) ? pick(random, narrow) : undefined;
  const mapped =
    table === undefined
      ? someColumns(random)
      : columns.filter(({ name }) => (table.names as readonly string[]).includes(name));
  const id = `r${seed}_${index}`;
  const options = [
    ...(chance(random, 0.2) ? ["__ttl=value.ttl"] : []),
    ...(chance(random, 0.2) ? ["__timestamp=value.time"] : []),
  ];
  const mapping = ["id=key", ...mapped.map(({ name }) => `${name}=value.${name}`), ...options].join(", ");
  const records: FeedRecord[] = [];
  const oddities: Oddity[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const key = `${id}_${pair}`;
    const odd = pick(random, mapped);
    const json = chance(random, 0.05) ? undefined : oddValue(odd.type, random);
    const nothing = chance(random, 0.92) ? undefined : pick(random, ["null value", "null fields"] as const);
    const time = 2 * pair;
    const value =
      nothing === "null value"
        ? null
        : nothing === "null fields"
          ? nulls(mapped, time + 1)
          : document(mapped, random, time + 1, odd, json);
    records.push({ key, value: document(mapped, random, time) }, { key, value });
    const oddity = { key, column: odd.name, type: odd.typeText, json };
    oddities.push(nothing === undefined ? oddity : { ...oddity, nothing });
  }
  return {
    id,
    reading: pick(random, ["json", "text"]),
    tables: [
      {
        name: table?.name ?? "wide",
        columns: table?.columns ?? wide,
        mapping,
        settings: randomSettings(random),
      },
    ],
    codec: randomCodec(random),
    records,
    keys: oddities.map(({ key }) => `'${key}'`),
    oddities,
  };
}

function someColumns(random: Random): readonly Column[] {
  const some = Array.from({ length: 1 + random.below(4) }, () => pick(random, columns));
  return columns.filter((column) => some.includes(column));
}

function document(
  mapped: readonly Column[],
  random: Random,
  time: number,
  odd?: Column,
  json?: string,
): string {
  const fields = mapped.flatMap((column) => {
    const value = column === odd ? json : rightValue(column.type, random);
    return value === undefined ? [] : [`"${column.name}":${value}`];
  });
  return `{${[...fields, ...optionFields(time)].join(",")}}`;
}

function nulls(mapped: readonly Column[], time: number): string {
  return `{${[...mapped.map(({ name }) => `"${name}":null`), ...optionFields(time)].join(",")}}`;
}

/** Beyond 32 bits in every unit, for units of smaller numbers are narrowed. */
const optionFields = (time: number): readonly string[] => [
  `"ttl":1000000`,
  `"time":${1_500_000_000_000 + time}`,
];

function userTypeFields(name: string): UdtDefinition | undefined {
  const fields = userTypes[name];
  if (fields === undefined) return undefined;
  return fields.split(/, (?![^<]*>)/).map((field) => {
    const [fieldName = "", ...type] = field.split(" ");
    return { name: fieldName, typeText: type.join(" ") };
  });
}
