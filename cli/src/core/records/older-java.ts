import { Float64 } from "../java/floating-point.js";
import {
  emptyMap,
  fieldOf,
  isList,
  isMap,
  Struct,
  type ConnectMap,
  type ConnectValue,
} from "./connect-value.js";

/** The value with its doubles and floats as Java before 19 writes them; the same value where that is no different. */
export function beforeJava19(value: ConnectValue): ConnectValue {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Float64) return value.beforeJava19();
  if (isList(value)) {
    const older = value.map(beforeJava19);
    return older.every((item, index) => item === value[index]) ? value : older;
  }
  if (value instanceof Struct) {
    const older = olderFields(value.fields);
    return older === value.fields ? value : new Struct(older);
  }
  return isMap(value) ? olderFields(value) : value;
}

function olderFields(map: ConnectMap): ConnectMap {
  const older = emptyMap();
  let isSame = true;
  for (const name of Object.keys(map)) {
    const given = fieldOf(map, name) ?? null;
    older[name] = beforeJava19(given);
    isSame &&= older[name] === given;
  }
  return isSame ? map : older;
}
