import { namesIn, type ConnectorConfig } from "../connect/connector-config.js";
import { InputError } from "../../errors.js";
import {
  isMap,
  Unpredicted,
  type ConnectMap,
  type ConnectValue,
  type SinkRecord,
} from "../records/connect-value.js";
import { UnpredictableValue, RecordRefusal } from "../refusal.js";

/**
 * Models an org.apache.kafka.connect.transforms.Transformation: returns the changed record, or undefined to drop it.
 * Throws RecordRefusal where the transform would fail.
 */
export type Transform = (record: SinkRecord) => SinkRecord | undefined;

/** A condition for applying a transform: models an org.apache.kafka.connect.transforms.predicates.Predicate. */
export type Predicate = (record: SinkRecord) => boolean;

/** The settings of one transform or predicate. */
export interface Settings {
  readonly name: string;
  /** `transforms.NAME.` or `predicates.NAME.`, for messages that name a setting. */
  readonly prefix: string;
  /** The setting of this name, without blanks around it, as Kafka's ConfigDef reads it; undefined where it is not set. */
  readonly get: (name: string) => string | undefined;
}

/** The settings of a transform and of its predicate. */
export interface TransformSettings extends Settings {
  /** Settings of the predicate; undefined where the transform is applied to every record. */
  readonly predicate: Settings | undefined;
}

/** The part of the record that a `$Key` or `$Value` class changes. */
export type Side = "key" | "value";

/** The settings of the transforms that `transforms` names, in that order. */
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

/** A list setting, as Kafka's ConfigDef reads it: split at commas, without blanks around items; empty where it is not set. */
export function listSetting(settings: Settings, name: string): readonly string[] {
  const text = settings.get(name) ?? "";
  return text === "" ? [] : text.split(",").map((item) => item.trim());
}

/** The error for a setting that has a value which is not modelled. */
export function notModelled(settings: Settings, name: string, what: string): InputError {
  return new InputError(`${what} is not modelled, so what the table must hold would be a guess`, {
    where: settings.prefix + name,
    hint: "verify knows Filter, Flatten, InsertField, RegexRouter, ReplaceField, TimestampConverter and AddAbsentFields",
  });
}

/**
 * A transform of a key or value that is a map. A null passes unchanged, and anything else is refused, as Kafka's
 * Requirements.requireMap does.
 * @param purpose the transform's name, for the message
 */
export function mapTransform(
  side: Side,
  purpose: string,
  change: (map: ConnectMap, record: SinkRecord, doubt: Doubt) => ConnectMap,
): Transform {
  return (record) => {
    const value = record[side];
    if (value === null) return record;
    if (!isMap(value)) {
      throw new RecordRefusal(`${purpose} wants an object as ${side}, and got ${kindOf(value)}`);
    }
    let problem = record.doubt;
    const changed = change(value, record, (found) => {
      problem ??= found;
      return new Unpredicted(found);
    });
    return withDoubt({ ...record, [side]: changed }, problem);
  };
}

/** Notes that it cannot be predicted what becomes of the record, and gives the value for the field that is not known. */
export type Doubt = (problem: UnpredictableValue) => Unpredicted;

/** The record, of which a transform cannot say what becomes; the first reason for that is kept. */
export function withDoubt(record: SinkRecord, problem: UnpredictableValue | undefined): SinkRecord {
  return problem === undefined || record.doubt !== undefined ? record : { ...record, doubt: problem };
}

/** What a value is, for messages. */
export function kindOf(value: ConnectValue): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a value of another kind" : `a ${typeof value}`;
}

/**
 * Sets a field of a transformed map. Where two fields get the same name, Java keeps the one that comes last in the order
 * of a HashMap, which is not modelled.
 */
export function putOnce(
  map: Record<string, ConnectValue>,
  name: string,
  value: ConnectValue,
  doubt: Doubt,
): void {
  map[name] = Object.hasOwn(map, name)
    ? doubt(new UnpredictableValue("not modelled", `two fields are called "${name}" after a transform`))
    : value;
}
