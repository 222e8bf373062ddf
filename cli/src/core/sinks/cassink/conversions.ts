import type { CqlType, NativeTypeName } from "../../cql/type.js";
import { conversionByKind } from "../../cql/conversion-by-kind.js";
import {
  listConversion,
  mapConversion,
  tupleConversion,
  udtConversion,
  vectorConversion,
} from "./collections.js";
import { numberConversion, numberReader } from "./numbers.js";
import type { Conversion } from "./conversion.js";
import {
  blobConversion,
  booleanConversion,
  durationConversion,
  inetConversion,
  textConversion,
  uuidConversion,
} from "./scalars.js";
import { timeReader } from "./times.js";
import type { Codec } from "./codec.js";

/**
 * Our own sink's conversion into a column of this type, under the codec settings of the record's topic: what
 * docs/reference/sink-conversions.md says, held to the sink's own classes by schemas/contract/sink-conversions.json.
 */
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
  const numbers = numberReader(context);
  const times = timeReader(context);
  switch (name) {
    case "text":
    case "ascii":
      return textConversion(name);
    case "boolean":
      return booleanConversion;
    case "timestamp":
      return times.milliseconds;
    case "date":
      return times.date;
    case "time":
      return times.time;
    case "uuid":
    case "timeuuid":
      return uuidConversion(name, times);
    case "blob":
      return blobConversion;
    case "inet":
      return inetConversion;
    case "duration":
      return durationConversion;
    default:
      return numberConversion(name, numbers);
  }
}
