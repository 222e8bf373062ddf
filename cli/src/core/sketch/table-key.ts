import { InputError } from "../../errors.js";
import { strictUtf8Text } from "../java/utf8.js";
import { fieldOf, isMap } from "../records/connect-value.js";
import { didYouMean } from "../suggestion.js";
import type { Sample } from "./samples.js";
import type { SketchedColumn } from "./infer-columns.js";

export interface SketchedKey {
  readonly columns: readonly SketchedColumn[];
  /** Names of the partition key. */
  readonly partition: readonly string[];
  readonly clustering: readonly string[];
  /** Why it is this one, where nobody has said it. */
  readonly guess?: string;
  /** The field of the value that is the record's key, too. */
  readonly ofRecord?: string;
}

/**
 * The primary key: of `(a, b), c` a and b are the partition key. Without one it is the field that is the record's key, or
 * the first one named like an identifier that every sample has.
 * @throws InputError for a field that there is not, and where none can be guessed
 */
export function tableKey(
  columns: readonly SketchedColumn[],
  samples: readonly Sample[],
  wanted: string | undefined,
): SketchedKey {
  const ofRecord = columns.find((column) => isRecordKey(column, samples));
  if (wanted !== undefined) {
    const twice = readKey(wanted)
      .flat()
      .find((name, index, all) => all.indexOf(name) < index);
    if (twice !== undefined) {
      throw new InputError(`${twice} stands twice in the key`, {
        where: "--key",
        hint: "name each field once",
      });
    }
    const [partition, clustering] = readKey(wanted).map((names) => names.map((name) => named(name, columns)));
    return withRecordKey({ columns, partition: partition ?? [], clustering: clustering ?? [] }, ofRecord);
  }
  if (ofRecord !== undefined) {
    return withRecordKey(
      {
        columns,
        partition: [ofRecord.name],
        clustering: [],
        guess: `${ofRecord.name}, which is the record's key in every sample`,
      },
      ofRecord,
    );
  }
  if (samples.every(({ key }) => key !== undefined && key !== null && (strictUtf8Text(key) ?? "") !== "")) {
    const name = columns.some((column) => column.name === "record_key") ? "record_key_" : "record_key";
    const column = { name, type: "text", field: "key" };
    const guess = `${name}, the record's key, which is no field of the value`;
    return { columns: [column, ...columns], partition: [name], clustering: [], guess };
  }
  const always = columns.filter((column) => samples.every((sample) => topText(column, sample) !== undefined));
  const found =
    always.find(({ name }) => ["id", "uuid", "key"].includes(name)) ??
    always.find(({ name }) => /_(id|uuid|key)$/.test(name));
  if (found !== undefined) {
    return { columns, partition: [found.name], clustering: [], guess: `${found.name}, by its name` };
  }
  throw new InputError("which fields are the table's key is not said, and cannot be guessed", {
    where: "--key",
    hint: `name them, the partition key first: --key ${
      always
        .map(({ name }) => name)
        .slice(0, 2)
        .join(",") || "a,b"
    }`,
  });
}

/** A row is deleted by a record without a value, where its whole key is the record's. */
function withRecordKey(
  key: Omit<SketchedKey, "ofRecord">,
  ofRecord: SketchedColumn | undefined,
): SketchedKey {
  const [only] = key.partition;
  if (ofRecord === undefined || key.partition.length + key.clustering.length !== 1 || only !== ofRecord.name)
    return key;
  const columns = key.columns.map((column) => (column === ofRecord ? { ...column, field: "key" } : column));
  return { ...key, columns, ofRecord: ofRecord.field.replace(/^value\./, "") };
}

/** Whether the field is a text or number at the top of the value, and the key's text in every sample. */
function isRecordKey(column: SketchedColumn, samples: readonly Sample[]): boolean {
  return (
    samples.length > 0 &&
    samples.every((sample) => {
      const { key } = sample;
      const text = key === undefined || key === null ? undefined : strictUtf8Text(key);
      return text !== undefined && text !== "" && text === topText(column, sample);
    })
  );
}

function topText({ field }: SketchedColumn, { value }: Sample): string | undefined {
  const [, name] = /^value\.(\w+)$/.exec(field) ?? [];
  if (name === undefined || !isMap(value)) return undefined;
  const held = fieldOf(value, name);
  return held === null || held === undefined || held === "" || typeof held === "object"
    ? undefined
    : String(held);
}

function readKey(text: string): readonly [partition: readonly string[], clustering: readonly string[]] {
  const names = (list: string): readonly string[] =>
    list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
  const [, several, rest] = /^\s*\(([^()]*)\)\s*(?:,(.*))?$/.exec(text) ?? [];
  if (several !== undefined) return [names(several), names(rest ?? "")];
  return [names(text).slice(0, 1), names(text).slice(1)];
}

/** A column, or the field that fills it. */
function named(name: string, columns: readonly SketchedColumn[]): string {
  const found = columns.find((column) => column.name === name || column.field === `value.${name}`);
  if (found !== undefined) return found.name;
  const names = columns.map((column) => column.name);
  throw new InputError(`the samples have no field ${name}`, {
    where: "--key",
    hint: didYouMean(name, names) ?? `the columns are ${names.join(", ")}`,
  });
}
