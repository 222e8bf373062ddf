import { InputError } from "../../errors.js";
import { emptyMap, type ConnectValue, type SinkRecord } from "../records/connect-value.js";
import { mapTransform, type Side, type Transform, type Settings } from "./transform.js";

const sources: readonly (readonly [setting: string, value: (record: SinkRecord) => ConnectValue])[] = [
  ["topic.field", (record) => record.topic],
  ["partition.field", (record) => record.partition],
  ["offset.field", (record) => record.offset],
  ["timestamp.field", (record) => record.timestamp],
];

/** Kafka's InsertField; a name may end in `?` or `!`, which says whether the field is optional. */
export function insertField(side: Side, settings: Settings): Transform {
  const name = (setting: string): string | undefined => settings.get(setting)?.replace(/[?!]$/, "");
  const staticField = name("static.field");
  const staticValue = settings.get("static.value");
  if (staticField !== undefined && staticValue === undefined) {
    throw new InputError(`InsertField has no value for "${staticField}"`, {
      where: `${settings.prefix}static.value`,
    });
  }
  if (staticField === undefined && sources.every(([setting]) => name(setting) === undefined)) {
    throw new InputError("InsertField names no field to insert", { where: settings.prefix });
  }
  return mapTransform(side, "InsertField", (map, record) => {
    const inserted = Object.assign(emptyMap(), map);
    for (const [setting, value] of sources) {
      const field = name(setting);
      if (field !== undefined) inserted[field] = value(record);
    }
    if (staticField !== undefined && staticValue !== undefined) inserted[staticField] = staticValue;
    return inserted;
  });
}
