import type { CqlType, NativeTypeName } from "../../cql/type.js";
import { blobConversion } from "./blob.js";
import { booleanConversion } from "./boolean.js";
import { conversionByKind } from "../../cql/by-kind.js";
import {
  listConversion,
  mapConversion,
  tupleConversion,
  udtConversion,
  vectorConversion,
} from "./collections.js";
import type { CodecContext } from "./context.js";
import type { Conversion } from "./conversion.js";
import { durationConversion } from "./duration.js";
import { inetConversion } from "./inet.js";
import { numberConversion } from "./numbers.js";
import { dateConversion, timeConversion, timestampConversion } from "./times.js";
import { textConversion } from "./text.js";
import { uuidConversion } from "./uuid.js";

/** The engine's conversion into a column of this type, under the codec settings of the record's topic. */
export function conversionTo(type: CqlType, context: CodecContext): Conversion {
  return conversionByKind(type, {
    native: (name) => nativeConversion(name, context),
    list: listConversion,
    map: mapConversion,
    tuple: tupleConversion,
    udt: udtConversion,
    vector: vectorConversion,
  });
}

function nativeConversion(name: NativeTypeName, context: CodecContext): Conversion {
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
