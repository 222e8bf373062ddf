import type { ColumnDescription } from "#cli/core/cql/table.js";
import { isKeyColumn } from "#cli/core/cql/table.js";
import type { Random } from "#cli/core/generate/random.js";
import type { Fields, Given } from "#test/support/random-values/form.js";
import { chance, pick } from "#test/support/random-values/pick.js";
import { object } from "#test/support/random-values/right-values.js";
import { rightOrDocument, timesToLive, type RecordForm, type SentRecord } from "./record-form.js";

type Key = readonly (readonly [name: string, value: Given])[];

/** Makes records for a few keys, again and again, each later than the one before unless it is told to be late. */
export class RandomRecords {
  readonly #of: RecordForm;
  #random: Random;
  readonly #keys: readonly Key[];
  /** Milliseconds since the Unix epoch. */
  #time: number;
  #count = 0;
  /** By partition of the table and time, the row that was written: only of tables with static columns. */
  readonly #written = new Map<string, string>();

  /** @param start time of the first record, milliseconds since the Unix epoch */
  constructor(of: RecordForm, random: Random, start: number) {
    this.#of = of;
    this.#random = random;
    this.#time = start;
    const hasClustering = of.shape.columns.some(({ kind }) => kind === "clustering");
    this.#keys = Array.from({ length: 3 + random.below(6) }, (_, index) =>
      this.#key(`k${hasClustering ? Math.floor(index / 2) : index}`),
    );
  }

  /** Lets what is made from now on depend on nothing that was made before. */
  follow(random: Random): void {
    this.#random = random;
  }

  /** Of any kind. */
  some(count: number): readonly SentRecord[] {
    return Array.from({ length: count }, () => {
      const random = this.#random;
      const { filterHeader, hasLetters } = this.#of;
      const key = pick(random, this.#keys);
      const kind = random.uniform();
      if (kind < 0.1) return this.#record(key, null);
      if (kind < 0.15)
        return this.#record(
          key,
          this.#fields(() => this.#of.form.nothing),
        );
      if (kind < 0.25 && filterHeader !== undefined) {
        return { ...this.put(key), headers: { [filterHeader]: "1" } };
      }
      if (kind < 0.35 && hasLetters) return this.bad(key) ?? this.put(key);
      return this.put(key);
    });
  }

  /** Sets all columns, or some of them. */
  put(key: Key = pick(this.#random, this.#keys)): SentRecord {
    const isWhole = chance(this.#random, 0.6);
    const fields = this.#fields((column) => {
      const kind = isWhole ? 1 : this.#random.uniform();
      if (kind < 0.25) return undefined;
      return kind < 0.45 ? this.#of.form.nothing : rightOrDocument(this.#of.form, column, this.#random);
    });
    return this.#record(key, fields);
  }

  /** Sets every column of one of the rows, and its time to live is not over. */
  whole(): SentRecord {
    return this.#whole(pick(this.#random, this.#keys));
  }

  /** Sets every column of a row that no other record writes, and whose time to live is not over. */
  fresh(): SentRecord {
    return this.#whole(this.#key(`new${this.#count}`));
  }

  #whole(key: Key): SentRecord {
    const fields = this.#fields((column) => this.#of.form.right(column.type, this.#random));
    this.#time += 1_000;
    return this.#record(key, fields, this.#of.form.long(1_000_000));
  }

  /** Names no row, which the sink takes for bad whatever its mapping. */
  withoutKey(): SentRecord {
    const { form, isPlainKey } = this.#of;
    const key = isPlainKey ? null : form.document([]);
    return { ...this.put(), key, row: undefined };
  }

  /** Has a value that its column may not take; undefined for a table of key columns alone. */
  bad(key: Key = pick(this.#random, this.#keys)): SentRecord | undefined {
    const [odd] = this.#columns();
    if (odd === undefined) return undefined;
    const { form } = this.#of;
    const fields = this.#fields((column) => {
      const { type } = column;
      return column === odd ? form.odd(type, this.#random) : form.right(type, this.#random);
    });
    return this.#record(key, fields);
  }

  /** A later record of the same key, which is not filtered: without a value it deletes the row where the mapping says so, else it sets nothing. */
  after(record: SentRecord, has: "a value" | "no value"): SentRecord {
    this.#time += 1_000;
    const value = has === "a value" ? this.#of.form.document([]) : null;
    const timestamp = this.#free(record.row, this.#time);
    return { ...record, value, headers: {}, timestamp };
  }

  #record(
    key: Key,
    fields: Fields | null,
    ttl: Given = pick(this.#random, timesToLive(this.#of.form)),
  ): SentRecord {
    const { form, isPlainKey, mapsTtl, mapsTime } = this.#of;
    const row = object(key.map(([name, { json }]) => [name, json]));
    const timestamp = this.#free(row, this.#next());
    const options: Fields = [
      ...(mapsTtl ? [["ttl", ttl] as const] : []),
      ...(mapsTime ? [["time", form.long(timestamp - 5_000_000)] as const] : []),
    ];
    const [id = ""] = key.map(([, { json }]) => JSON.parse(json) as string);
    return {
      key: isPlainKey ? form.text(id) : form.document(key),
      value: fields === null ? null : form.document([...fields, ...options]),
      headers: {},
      timestamp,
      row,
    };
  }

  /**
   * The time, or the next one at which no other row of its partition is written. Records of two rows are mostly of two
   * Kafka partitions, and the value of a static column that both set at one time is rightly not judged: harm to it would
   * not be named.
   */
  #free(row: string | undefined, time: number): number {
    if (row === undefined || !this.#columns().some(({ kind }) => kind === "static")) return time;
    const { id } = JSON.parse(row) as { readonly id: string };
    let free = time;
    while ((this.#written.get(`${free} ${id}`) ?? row) !== row) free++;
    this.#written.set(`${free} ${id}`, row);
    return free;
  }

  /** Some have the time of the one before, others come late; no two with a mapped time, which nothing counts up. */
  #next(): number {
    this.#count++;
    if (!chance(this.#random, 0.15) || this.#of.mapsTime) this.#time += 1 + this.#random.below(40);
    return chance(this.#random, 0.1) && !this.#of.mapsTime
      ? this.#time - this.#random.below(400)
      : this.#time;
  }

  #key(id: string): Key {
    const { shape, form } = this.#of;
    return shape.columns
      .filter(isKeyColumn)
      .map(({ name, type }) => [name, name === "id" ? form.string(id) : form.right(type, this.#random)]);
  }

  #columns(): readonly ColumnDescription[] {
    return this.#of.shape.columns.filter((column) => !isKeyColumn(column));
  }

  #fields(given: (column: ColumnDescription) => Given | undefined): Fields {
    return this.#columns().flatMap((column) => {
      const value = given(column);
      return value === undefined ? [] : [[column.name, value] as const];
    });
  }
}
