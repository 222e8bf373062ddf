import { carriedField, isMap } from "../records/connect-value.js";
import { RecordRefusal, UnpredictableValue } from "../refusal.js";
import { kindOf, type Settings, type Side, type Transform } from "./transform.js";

/**
 * Which values org.apache.kafka.connect.transforms.ExtractField refuses, where they have no schema. A null passes, and a
 * field that is not there is null. With field.syntax.version=V2 a name with a dot or a backtick is a path: what is found
 * there is not modelled.
 */
export function extractFieldRefusals(side: Side, settings: Settings): Transform {
  const field = settings.get("field") ?? "";
  const isPath = settings.get("field.syntax.version")?.toUpperCase() === "V2" && /[.`]/.test(field);
  return (record) => {
    const value = record[side];
    if (value === null) return record;
    if (!isMap(value)) {
      throw new RecordRefusal(`ExtractField wants an object as ${side}, and got ${kindOf(value)}`);
    }
    if (isPath) throw new UnpredictableValue("not modelled", "what ExtractField finds at a path");
    return { ...record, [side]: carriedField(value, field) ?? null };
  };
}
