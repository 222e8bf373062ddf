import { InputError } from "../../errors.js";
import { emptyMap, hasField } from "../records/connect-value.js";
import { listSetting, mapTransform, type Side, type Transform, type Settings } from "./transform.js";

/** What `field.type` may be. Only fields of a schema have a type: without one it is checked, and has no effect. */
const types = ["int8", "int16", "int32", "int64", "float32", "float64", "boolean", "string", "bytes"];

/** Models io.cassink.transforms.AddAbsentFields: adds the fields that a map lacks, as null (docs/reference/transforms.md). */
export function addAbsentFields(side: Side, settings: Settings): Transform {
  const fields = listSetting(settings, "fields");
  const type = settings.get("field.type") ?? "string";
  if (!types.includes(type)) {
    throw new InputError(`"${type}" is no type of a field`, { where: `${settings.prefix}field.type` });
  }
  if (fields.length === 0 || fields.includes("") || new Set(fields).size < fields.length) {
    throw new InputError("AddAbsentFields wants the names of the fields to add, none empty and none twice", {
      where: `${settings.prefix}fields`,
    });
  }
  return mapTransform(side, "AddAbsentFields", (map) => {
    if (fields.every((name) => hasField(map, name))) return map;
    const full = Object.assign(emptyMap(), map);
    for (const name of fields) if (!hasField(map, name)) full[name] = null;
    return full;
  });
}
