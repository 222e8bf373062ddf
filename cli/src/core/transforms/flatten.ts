import { emptyMap, fieldOf, isMap, type ConnectMap, type ConnectValue } from "../records/connect-value.js";
import { mapTransform, putOnce, type Side, type Transform, type Settings } from "./transform.js";

/**
 * Models org.apache.kafka.connect.transforms.Flatten: `{a: {b: 1}}` becomes `{"a.b": 1}`. Lists stay as they are, and an
 * empty map disappears.
 */
export function flatten(side: Side, settings: Settings): Transform {
  const delimiter = settings.get("delimiter") ?? ".";
  const put = (from: ConnectMap, prefix: string, into: Record<string, ConnectValue>): void => {
    for (const name of Object.keys(from)) {
      const value = fieldOf(from, name) ?? null;
      const full = prefix === "" ? name : prefix + delimiter + name;
      if (isMap(value)) put(value, full, into);
      else putOnce(into, full, value);
    }
  };
  return mapTransform(side, "Flatten", (map) => {
    const flat = emptyMap();
    put(map, "", flat);
    return flat;
  });
}
