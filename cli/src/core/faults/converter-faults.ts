import type { TraceFault } from "./fault.js";

const pastIt =
  "or set errors.tolerance: all with errors.deadletterqueue.topic.name, so that such records become dead letters";
const restart = "cassink connector restart NAME --failed";

/** What converters cannot read. Connect names no record: `explain` finds it. The first that fits decides. */
export const converterFaults: readonly TraceFault[] = [
  {
    code: "json-without-schema",
    title: "the JSON has no schema, and the converter wants one",
    means:
      "JsonConverter with schemas.enable=true, which is its default, takes only JSON objects with the two fields schema and payload. Most producers send plain JSON.",
    fix: [
      "set value.converter.schemas.enable: false (or key.converter.schemas.enable: false)",
      "cassink connector deploy PIPELINE",
    ],
    says: /JsonConverter with schemas\.enable requires "schema" and "payload" fields/,
    example:
      'org.apache.kafka.connect.errors.DataException: JsonConverter with schemas.enable requires "schema" and "payload" fields and may not contain additional fields. If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter configuration.',
  },
  {
    code: "wrong-number-of-bytes",
    title: "the bytes are no number of the converter's size",
    means:
      "LongConverter wants 8 bytes, IntegerConverter 4, ShortConverter 2, DoubleConverter 8, FloatConverter 4. The record has another length: it was written by another serializer, often as text.",
    fix: [
      "set the converter to that of the producer's serializer: StringConverter for numbers as text",
      "cassink connector deploy PIPELINE",
    ],
    says: /Size of data received by \w+Deserializer is not \d+/,
    example:
      "org.apache.kafka.common.errors.SerializationException: Size of data received by LongDeserializer is not 8",
  },
  {
    code: "unknown-magic-byte",
    title: "the record was not written with a schema registry's serializer",
    means:
      "The Avro, Protobuf and JSON Schema converters of a schema registry want a first byte of 0 and the schema's id. This record has another first byte.",
    fix: ["set the converter to that of the producer's serializer", pastIt, restart],
    says: /Unknown magic byte!/,
    example: "org.apache.kafka.common.errors.SerializationException: Unknown magic byte!",
  },
  {
    code: "key-not-json",
    title: "a record's key is not JSON, and the converter reads JSON",
    means: "JsonConverter cannot parse the key. Keys are often plain texts while values are JSON.",
    fix: [
      "set key.converter: org.apache.kafka.connect.storage.StringConverter for keys that are texts",
      pastIt,
      restart,
    ],
    says: /Json(Parse|EOF|Processing)Exception|jackson/,
    stage: "key",
    example:
      "com.fasterxml.jackson.core.JsonParseException: Unrecognized token 'bad': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
  },
  {
    code: "value-not-json",
    title: "a record's value is not JSON, and the converter reads JSON",
    means: "JsonConverter cannot parse the value: text that is cut off, another format, or a stray producer.",
    fix: ["`cassink topic peek RECORD` shows it", pastIt, restart],
    says: /Json(Parse|EOF|Processing)Exception|jackson/,
    stage: "value",
    example:
      "com.fasterxml.jackson.core.JsonParseException: Unexpected character ('b' (code 98)): was expecting double-quote to start field name",
  },
  {
    code: "header-unreadable",
    title: "a record's header cannot be read by header.converter",
    means: "Each header of each record is converted, those too that no mapping uses.",
    fix: [
      "set header.converter: org.apache.kafka.connect.storage.SimpleHeaderConverter, Connect's default, which reads all",
      "cassink connector deploy PIPELINE",
    ],
    stage: "header",
    example: "org.apache.kafka.connect.errors.DataException: Converting byte[] to Kafka Connect data failed",
  },
  {
    code: "key-unreadable",
    title: "a record's key cannot be read by key.converter",
    means: "The converter is not the one of the producer's serializer, or this record is broken.",
    fix: ["set key.converter to that of the producer's serializer", pastIt, restart],
    stage: "key",
    example: "org.apache.kafka.connect.errors.DataException: Failed to deserialize data of topic to Avro",
  },
  {
    code: "value-unreadable",
    title: "a record's value cannot be read by value.converter",
    means: "The converter is not the one of the producer's serializer, or this record is broken.",
    fix: ["set value.converter to that of the producer's serializer", pastIt, restart],
    stage: "value",
    example: "org.apache.kafka.connect.errors.DataException: Failed to deserialize data of topic to Avro",
  },
  {
    code: "transform-wants-fields",
    title: "a transform wants a record with fields, and this one has none",
    means:
      "The value (or key) is a text, a number, a list or null where the transform wants an object: this record is another event, or a tombstone, or the converter makes texts of all records, as StringConverter does.",
    fix: [
      "give the transform a predicate, so that it takes only the records that it is for",
      "or, where the converter is StringConverter and the records are JSON objects, set it to org.apache.kafka.connect.json.JsonConverter",
      "cassink connector deploy PIPELINE",
    ],
    says: /Only (Map|Struct) objects supported/,
    example:
      "org.apache.kafka.connect.errors.DataException: Only Map objects supported in absence of schema for [copying fields from value to key], found: java.lang.String",
  },
  {
    code: "transform-time",
    title: "a transform cannot read a time",
    means: "TimestampConverter got a text that is not of its format.",
    fix: [
      "correct the transform's format",
      "or leave the transform out: Cassink's sink reads times itself (topic.TOPIC.codec.timestamp)",
      "cassink connector deploy PIPELINE",
    ],
    says: /Could not parse timestamp/,
    example:
      "org.apache.kafka.connect.errors.DataException: Could not parse timestamp: value (zz) does not match pattern (yyyy)",
  },
  {
    code: "transform-cast",
    title: "a transform cannot make a number of a value",
    means: "Cast got a value that is no number, or one beyond the type that it is cast to.",
    fix: [
      "correct the transform's spec, or leave it out: the sink converts to the column's type itself",
      "cassink connector deploy PIPELINE",
    ],
    says: /was out of range for requested data type|Value \(.*\) was not the expected type/,
    example:
      "org.apache.kafka.connect.errors.DataException: Value (zz) was out of range for requested data type",
  },
  {
    code: "transform-failed",
    title: "a transform fails at a record",
    means:
      "One of the config's transforms throws. Connect does not say at which record: `explain` finds it where the transform is modelled, and else names where the search begins.",
    fix: [
      "`cassink topic peek RECORD` shows it",
      "correct the transform, or give it a predicate",
      pastIt,
      "cassink connector deploy PIPELINE",
    ],
    stage: "transform",
    example: "org.apache.kafka.connect.errors.DataException: Field does not exist: customer_id",
  },
];
