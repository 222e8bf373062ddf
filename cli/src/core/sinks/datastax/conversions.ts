import type { CqlType, NativeTypeName } from "../../cql/type.js";
import { conversionByKind } from "../../cql/conversion-by-kind.js";
import {
  listConversion,
  mapConversion,
  tupleConversion,
  udtConversion,
  vectorConversion,
} from "./collections.js";
import type { Conversion } from "./conversion.js";
import { numberConversion } from "./numbers.js";
import {
  blobConversion,
  booleanConversion,
  durationConversion,
  inetConversion,
  textConversion,
  uuidConversion,
} from "./scalars.js";
import { dateConversion, timeConversion, timestampConversion } from "./times.js";
import type { Codec } from "./codec.js";

/** The engine's conversion into a column of this type, under the codec settings of the record's topic. */
export function conversionTo(type: CqlType, context: Codec): Conversion {
  return conversionByKind(type, {
    native: (name) => nativeConversion(name, context),
    list: listConversion,
    map: mapConversion,
    tuple: tupleConversion,
    udt: udtConversion,
    vector: vectorConversion,
  });
}

function nativeConversion(name: NativeTypeName, context: Codec): Conversion {
  switch (name) {
    case "text":
    case "ascii":
      return textConversion(name);
    case "boolean":
      return booleanConversion;
    case "timestamp":
      return timestampConversion(context);
    case "date":
      return dateConversion(context);
    case "time":
      return timeConversion(context);
    case "uuid":
    case "timeuuid":
      return uuidConversion(name, context);
    case "blob":
      return blobConversion;
    case "inet":
      return inetConversion;
    case "duration":
      return durationConversion;
    default:
      return numberConversion(name, context);
  }
}
