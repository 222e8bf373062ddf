import { conversionByType } from "../../cql/conversion-by-kind.js";
import type { CqlType } from "../../cql/type.js";
import type { Codec } from "./codec.js";
import { collectionConversions } from "./collections.js";
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

/**
 * The Cassink sink's conversion into a column of this type, under the codec settings of the record's topic: what
 * docs/reference/sink-conversions.md says. The cases of schemas/contract/sink-conversions.json, made by the sink's own
 * classes, say what is right.
 * @param missingFieldsAreNull whether an object may lack fields of its user-defined type (missingFields=unset)
 */
export function conversionTo(type: CqlType, codec: Codec, missingFieldsAreNull = true): Conversion {
  return conversionByType<Conversion>(type, {
    text: (name) => textConversion(name, codec),
    boolean: booleanConversion,
    number: (name) => numberConversion(name, codec),
    timestamp: timestampConversion(codec),
    date: dateConversion(codec),
    time: timeConversion(codec),
    uuid: (name) => uuidConversion(name, codec),
    blob: blobConversion,
    inet: inetConversion,
    duration: durationConversion,
    ...collectionConversions(missingFieldsAreNull),
  });
}
