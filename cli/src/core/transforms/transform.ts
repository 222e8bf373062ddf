import { InputError } from "../../errors.js";
import { isMap, type ConnectMap, type ConnectValue, type SinkRecord } from "../records/connect-value.js";
import { UnpredictableValue, RecordRefusal } from "../refusal.js";

/** Makes a new record of one, or undefined: the record is dropped. Throws RecordRefusal where Connect's would fail. */
export type Transform = (record: SinkRecord) => SinkRecord | undefined;

/** A condition under which a transform is applied. */
export type Predicate = (record: SinkRecord) => boolean;

/** The settings of one transform or predicate: `transforms.NAME.` is taken off. */
export interface TransformSettings {
  readonly prefix: string;
  /** Without blanks around it, as Kafka reads settings. */
  readonly get: (name: string) => string | undefined;
}

/** Which side of the record a `$Key` or `$Value` class works on. */
export type Side = "key" | "value";

export function settingsUnder(config: Readonly<Record<string, string>>, prefix: string): TransformSettings {
  return {
    prefix,
    get: (name) => (Object.hasOwn(config, prefix + name) ? config[prefix + name]?.trim() : undefined),
  };
}

/** Connect's list setting: commas, blanks around names dropped; empty when it is not set. */
export function listSetting(settings: TransformSettings, name: string): readonly string[] {
  const text = settings.get(name) ?? "";
  return text === "" ? [] : text.split(",").map((item) => item.trim());
}

export function notModelled(settings: TransformSettings, name: string, what: string): InputError {
  return new InputError(`${what} is not modelled, so what the table must hold would be a guess`, {
    where: settings.prefix + name,
    hint: "verify knows Filter, Flatten, InsertField, ReplaceField, TimestampConverter and AddAbsentFields",
  });
}

/** A transform of the map on one side; a null side passes as it is, and anything else is refused. */
export function mapTransform(
  side: Side,
  purpose: string,
  change: (map: ConnectMap, record: SinkRecord) => ConnectMap,
): Transform {
  return (record) => {
    const value = record[side];
    if (value === null) return record;
    if (!isMap(value)) {
      throw new RecordRefusal(`${purpose} wants an object as ${side}, and got ${kindOf(value)}`);
    }
    return { ...record, [side]: change(value, record) };
  };
}

export function kindOf(value: ConnectValue): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a value of another kind" : `a ${typeof value}`;
}

/**
 * Sets a field under its new name. Where two fields get one name, Java keeps the one that its hash map happens to
 * give last: nobody can say what the table must hold.
 */
export function putOnce(map: Record<string, ConnectValue>, name: string, value: ConnectValue): void {
  if (Object.hasOwn(map, name))
    throw new UnpredictableValue(`two fields are called "${name}" after a transform`);
  map[name] = value;
}
