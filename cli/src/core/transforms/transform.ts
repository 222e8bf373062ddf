import { namesIn, type ConnectorConfig } from "../connect/connector-config.js";
import { InputError } from "../../errors.js";
import { isMap, type ConnectMap, type ConnectValue, type SinkRecord } from "../records/connect-value.js";
import { UnpredictableValue, RecordRefusal } from "../refusal.js";

/** Makes a new record of one, or undefined: the record is dropped. Throws RecordRefusal where Connect's would fail. */
export type Transform = (record: SinkRecord) => SinkRecord | undefined;

/** A condition under which a transform is applied. */
export type Predicate = (record: SinkRecord) => boolean;

/** The settings of one transform or predicate. */
export interface Settings {
  readonly name: string;
  /** `transforms.NAME.` or `predicates.NAME.`, for messages that name a setting. */
  readonly prefix: string;
  /** The value of `prefix` and this name, without blanks around it, as Kafka reads settings. */
  readonly get: (name: string) => string | undefined;
}

export interface TransformSettings extends Settings {
  /** Undefined where the transform is applied to every record. */
  readonly predicate: Settings | undefined;
}

/** Which side of the record a `$Key` or `$Value` class works on. */
export type Side = "key" | "value";

/** The settings of each transform in `transforms`, in that order. */
export function transformSettings(config: ConnectorConfig): readonly TransformSettings[] {
  return namesIn(config["transforms"]).map((name) => {
    const settings = settingsOf("transforms", name, config);
    const predicate = settings.get("predicate");
    return {
      ...settings,
      predicate: predicate === undefined ? undefined : settingsOf("predicates", predicate, config),
    };
  });
}

function settingsOf(list: "transforms" | "predicates", name: string, config: ConnectorConfig): Settings {
  const prefix = `${list}.${name}.`;
  return {
    name,
    prefix,
    get: (setting) =>
      Object.hasOwn(config, prefix + setting) ? config[prefix + setting]?.trim() : undefined,
  };
}

/** Connect's list setting: commas, blanks around names dropped; empty when it is not set. */
export function listSetting(settings: Settings, name: string): readonly string[] {
  const text = settings.get(name) ?? "";
  return text === "" ? [] : text.split(",").map((item) => item.trim());
}

export function notModelled(settings: Settings, name: string, what: string): InputError {
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
