import type { CqlType } from "../cql/type.js";
import {
  entriesOf,
  fieldOf,
  hasNames,
  isList,
  isMap,
  Struct,
  type ConnectValue,
} from "../records/connect-value.js";
import { isText } from "./cell.js";

export const holdsValues = (value: ConnectValue): boolean => isList(value) || hasNames(value);

/** Whether a text inside a collection is the JSON of an object with several names, whose order must be known. */
export function writesObjects(type: CqlType, value: ConnectValue): boolean {
  if (value === null) return false;
  switch (type.kind) {
    case "native":
      return isText(type) && holdsValues(value) && hasSeveralNames(value);
    case "list":
    case "set":
    case "vector":
      return isList(value) && value.some((item) => writesObjects(type.element, item));
    case "tuple":
      return isList(value) && value.some((item, index) => writesObjectsAt(type.elements[index], item));
    case "map":
      return (
        hasNames(value) && Object.values(entriesOf(value)).some((item) => writesObjectsAt(type.value, item))
      );
    case "udt":
      return (
        hasNames(value) &&
        type.fields.some((field) => writesObjectsAt(field.type, fieldOf(entriesOf(value), field.name)))
      );
  }
}

const writesObjectsAt = (type: CqlType | undefined, value: ConnectValue | undefined): boolean =>
  type !== undefined && value !== undefined && writesObjects(type, value);

function hasSeveralNames(value: ConnectValue): boolean {
  if (isList(value)) return value.some(hasSeveralNames);
  // The names of a Struct come in its schema's order.
  if (value instanceof Struct) return Object.values(value.fields).some(hasSeveralNames);
  if (!isMap(value)) return false;
  const parts = Object.values(value);
  return parts.length > 1 || parts.some(hasSeveralNames);
}
