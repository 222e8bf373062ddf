import {
  carriedField,
  emptyMap,
  isMap,
  type ConnectMap,
  type ConnectValue,
} from "../records/connect-value.js";
import { mapTransform, putOnce, type Doubt, type Side, type Transform, type Settings } from "./transform.js";

/**
 * Models org.apache.kafka.connect.transforms.Flatten: `{a: {b: 1}}` becomes `{"a.b": 1}`. Lists stay as they are, and an
 * empty map disappears.
 */
export function flatten(side: Side, settings: Settings): Transform {
  const delimiter = settings.get("delimiter") ?? ".";
  const put = (from: ConnectMap, prefix: string, into: Record<string, ConnectValue>, doubt: Doubt): void => {
    for (const name of Object.keys(from)) {
      const value = carriedField(from, name) ?? null;
      const full = prefix === "" ? name : prefix + delimiter + name;
      if (isMap(value)) put(value, full, into, doubt);
      else putOnce(into, full, value, doubt);
    }
  };
  return mapTransform(side, "Flatten", (map, _, doubt) => {
    const flat = emptyMap();
    put(map, "", flat, doubt);
    return flat;
  });
}
