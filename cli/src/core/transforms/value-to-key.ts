import { carriedField, emptyMap, isMap } from "../records/connect-value.js";
import { RecordRefusal } from "../refusal.js";
import { kindOf, listSetting, type Settings, type Transform } from "./transform.js";

/**
 * Models org.apache.kafka.connect.transforms.ValueToKey for values without a schema: the key becomes a map of fields of
 * the value, null where it lacks one. Unlike other transforms it refuses a tombstone.
 */
export function valueToKey(settings: Settings): Transform {
  const fields = listSetting(settings, "fields");
  return (record) => {
    const { value } = record;
    if (!isMap(value)) {
      throw new RecordRefusal(
        `ValueToKey wants an object as value, and got ${value === null ? "null" : kindOf(value)}`,
      );
    }
    const key = emptyMap();
    for (const field of fields) key[field] = carriedField(value, field) ?? null;
    return { ...record, key };
  };
}
