import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { CqlType } from "#cli/core/cql/type.js";
import { Random } from "#cli/core/generate/random.js";
import type { Feed, FeedRecord } from "#test/differential/feed.js";
import { columnTypes } from "#test/support/random-values/column-types.js";
import { plain, typed, type Fields, type Form, type Given } from "#test/support/random-values/form.js";
import { chance, pick } from "#test/support/random-values/pick.js";
import { randomCodec, randomSettings } from "#test/support/random-values/settings.js";
import { isUnshaped } from "#test/support/random-values/typed-values.js";
import { userTypeFields } from "#test/support/random-values/user-types.js";

/** What is odd about a record: the column, its type, and what was given for it. */
export interface Oddity {
  readonly key: string;
  readonly column: string;
  readonly type: string;
  /** Undefined where the field is not there at all. */
  readonly given: Given | undefined;
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
  const reading = pick(random, ["json", "text", "schemas"] as const);
  const form = reading === "schemas" ? typed : plain;
  const table = chance(random, 0.3) ? pick(random, narrow) : undefined;
  const mapped =
    table === undefined
      ? someColumns(random, form)
      : columns.filter(({ name }) => (table.names as readonly string[]).includes(name));
  const some = (all: readonly Column[], share: number): readonly Column[] =>
    chance(random, share) ? all.filter(() => chance(random, 0.5)) : [];
  const inKey = some(mapped, 0.25);
  const inHeaders = some(
    mapped.filter((column) => form === typed && column.type.kind === "native" && !inKey.includes(column)),
    0.5,
  );
  const inValue = mapped.filter((column) => !inKey.includes(column) && !inHeaders.includes(column));
  const shape: Shape = { form, inKey, inHeaders, inValue };
  const id = `r${seed}_${index}`;
  const made = Array.from({ length: pairs }, (_, pair) =>
    randomPair(shape, `${id}_${pair}`, 2 * pair, random),
  );
  return {
    id,
    reading,
    tables: [
      {
        name: table?.name ?? "wide",
        columns: table?.columns ?? wide,
        mapping: mappingOf(shape, random),
        settings: randomSettings(random),
      },
    ],
    codec: randomCodec(random),
    records: made.flatMap(({ records }) => records),
    keys: made.map(({ oddity }) => `'${oddity.key}'`),
    oddities: made.map(({ oddity }) => oddity),
  };
}

/** Where a feed's records hold what, and how. */
interface Shape {
  readonly form: Form;
  readonly inKey: readonly Column[];
  readonly inHeaders: readonly Column[];
  readonly inValue: readonly Column[];
}

function mappingOf({ inKey, inHeaders, inValue }: Shape, random: Random): string {
  const from = (part: string, some: readonly Column[]): string[] =>
    some.map(({ name }) => `${name}=${part}.${name}`);
  return [
    ...(inKey.length === 0 ? ["id=key"] : ["id=key.id", ...from("key", inKey)]),
    ...from("header", inHeaders),
    ...from("value", inValue),
    ...(chance(random, 0.2) ? ["__ttl=value.ttl"] : []),
    ...(chance(random, 0.2) ? ["__timestamp=value.time"] : []),
  ].join(", ");
}

interface Pair {
  readonly records: readonly [right: FeedRecord, odd: FeedRecord];
  readonly oddity: Oddity;
}

function randomPair(shape: Shape, id: string, time: number, random: Random): Pair {
  const { form, inKey, inHeaders, inValue } = shape;
  const column = pick(random, [...inKey, ...inHeaders, ...inValue]);
  const odd = chance(random, 0.05) ? undefined : form.odd(column.type, random);
  const isRight = !inValue.includes(column) || chance(random, 0.92);
  const nothing = isRight ? undefined : pick(random, ["null value", "null fields"] as const);
  const right = ({ type }: Column): Given => form.right(type, random);
  const strange = (other: Column): Given | undefined => {
    if (nothing === "null fields") return form.nothing;
    return other === column ? odd : right(other);
  };
  const key = (fields: Fields): string =>
    inKey.length === 0 ? form.text(id) : form.document([["id", form.string(id)], ...fields]);
  const value = (fields: Fields, at: number): string => form.document([...fields, ...optionFields(form, at)]);
  const headers = (fields: Fields): Readonly<Record<string, string>> =>
    Object.fromEntries(fields.map(([name, given]) => [name, form.header(given)]));
  const oddity = { key: id, column: column.name, type: column.typeText, given: odd };
  return {
    records: [
      {
        key: key(fieldsOf(inKey, right)),
        value: value(fieldsOf(inValue, right), time),
        headers: headers(fieldsOf(inHeaders, right)),
      },
      {
        key: key(fieldsOf(inKey, strange)),
        value: nothing === "null value" ? null : value(fieldsOf(inValue, strange), time + 1),
        headers: headers(fieldsOf(inHeaders, strange)),
      },
    ],
    oddity: nothing === undefined ? oddity : { ...oddity, nothing },
  };
}

/** Without those that have no value. */
function fieldsOf(some: readonly Column[], given: (column: Column) => Given | undefined): Fields {
  return some.flatMap((column) => {
    const value = given(column);
    return value === undefined ? [] : [[column.name, value] as const];
  });
}

function someColumns(random: Random, form: Form): readonly Column[] {
  const all = form === plain ? columns : columns.filter(({ type }) => !isUnshaped(type));
  const some = Array.from({ length: 1 + random.below(4) }, () => pick(random, all));
  return all.filter((column) => some.includes(column));
}

/** Beyond 32 bits in every unit, for units of smaller numbers are narrowed. */
const optionFields = (form: Form, time: number): Fields => [
  ["ttl", form.long(1_000_000)],
  ["time", form.long(1_500_000_000_000 + time)],
];
