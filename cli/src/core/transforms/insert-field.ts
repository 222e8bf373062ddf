import { InputError } from "../../errors.js";
import { emptyMap, type ConnectValue, type SinkRecord } from "../records/connect-value.js";
import { mapTransform, type Side, type Transform, type Settings } from "./transform.js";

/** Settings that name a field for something of the record itself. */
const insertable: readonly (readonly [setting: string, value: (record: SinkRecord) => ConnectValue])[] = [
  ["topic.field", (record) => record.topic],
  ["partition.field", (record) => record.partition],
  ["offset.field", (record) => record.offset],
  ["timestamp.field", (record) => record.timestamp],
];

/**
 * Models org.apache.kafka.connect.transforms.InsertField. A `?` or `!` at the end of a name, which says whether the field
 * is optional in a schema, does not belong to the name.
 */
export function insertField(side: Side, settings: Settings): Transform {
  const name = (setting: string): string | undefined => settings.get(setting)?.replace(/[?!]$/, "");
  const staticField = name("static.field");
  const staticValue = settings.get("static.value");
  if (staticField !== undefined && staticValue === undefined) {
    throw new InputError(`InsertField has no value for "${staticField}"`, {
      where: `${settings.prefix}static.value`,
    });
  }
  if (staticField === undefined && insertable.every(([setting]) => name(setting) === undefined)) {
    throw new InputError("InsertField names no field to insert", { where: settings.prefix });
  }
  return mapTransform(side, "InsertField", (map, record) => {
    const inserted = Object.assign(emptyMap(), map);
    for (const [setting, value] of insertable) {
      const field = name(setting);
      if (field !== undefined) inserted[field] = value(record);
    }
    if (staticField !== undefined && staticValue !== undefined) inserted[staticField] = staticValue;
    return inserted;
  });
}
