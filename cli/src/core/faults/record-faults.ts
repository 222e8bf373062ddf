import type { TraceFault } from "./fault.js";

const pastIt =
  "or let such records pass: errors.tolerance: all with errors.deadletterqueue.topic.name keeps them as dead letters; ignoreErrors: All only logs them";
const restart = "cassink connector restart NAME --failed";
const field = "`cassink topic peek RECORD` shows the record; correct the producer or the mapping, and deploy";

/** Why Cassink's sink refuses one record; its message names it. The first that fits decides. */
export const recordFaults: readonly TraceFault[] = [
  {
    code: "key-field-missing",
    title: "a record lacks a field of the primary key",
    means: "The mapping takes a key column from a field that this record does not have.",
    fix: [field, pastIt, restart],
    says: /is of the primary key and would be null: the record has no such field/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: dg_store.sales: column id, from value.id: is of the primary key and would be null: the record has no such field; the offset is held before this record.",
  },
  {
    code: "key-null",
    title: "a column of the primary key would be null",
    means:
      "The field is there and null, or the record has no key. Cassandra has no row without its primary key.",
    fix: [field, pastIt, restart],
    says: /is of the primary key and would be null/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: dg_store.sales: column id, from key: is of the primary key and would be null: the field is null; the offset is held before this record.",
  },
  {
    code: "key-empty",
    title: "the partition key is empty",
    means: "Cassandra refuses a partition key of one column that is an empty text or blob.",
    fix: [field, pastIt, restart],
    says: /the partition key is empty/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: dg_store.sales: column id, from key: the partition key is empty; the offset is held before this record.",
  },
  {
    code: "key-too-long",
    title: "a part of the primary key is too long",
    means: "Cassandra's limit is 65,535 bytes for each part of a key.",
    fix: [field, pastIt, restart],
    says: /a part of the primary key is longer than 65535 bytes/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: dg_store.sales: column id, from key: a part of the primary key is longer than 65535 bytes; the offset is held before this record.",
  },
  {
    code: "counter-delete",
    title: "a tombstone came for a table of counters",
    means: "A deleted counter may not be used again in Cassandra, so the sink deletes none.",
    fix: [
      "set topic.TOPIC.KEYSPACE.TABLE.deletesEnabled: false, which passes tombstones over",
      "cassink connector deploy PIPELINE",
    ],
    says: /counters are not deleted by a record without values/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: visits-0@0: dg_store.visits: counters are not deleted by a record without values; deletesEnabled=false passes it over; the offset is held before this record.",
  },
  {
    code: "write-time-refused",
    title: "the field mapped to __timestamp is no write time",
    means: "It is absent, no number or time, or beyond what Cassandra takes.",
    fix: [
      "correct the field, topic.TOPIC.KEYSPACE.TABLE.timestampTimeUnit, or the mapping of __timestamp",
      pastIt,
      restart,
    ],
    says: /__timestamp: /,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: dg_store.sales: __timestamp: a text is not a number; the offset is held before this record.",
  },
  {
    code: "ttl-refused",
    title: "a time to live is none that Cassandra takes",
    means:
      "It is longer than 20 years (630,720,000 s), negative or no number. A unit that is wrong by 1,000 is the usual reason.",
    fix: ["correct the field mapped to __ttl, or topic.TOPIC.KEYSPACE.TABLE.ttlTimeUnit", pastIt, restart],
    says: /__ttl: |is longer than 20 years/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: dg_store.sales: __ttl: is longer than 20 years, which is Cassandra's limit; the offset is held before this record.",
  },
  {
    code: "server-refuses-row",
    title: "Cassandra refuses a row for its content or size",
    means:
      "The value converts, and the server does not take it: an indexed value that is too large, a guardrail, a row beyond the commit log's segment.",
    fix: ["look at the index or guardrail that the message names", pastIt, restart],
    says: /@\d+: \S+: the server refuses it: /,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: dg_store.sales: the server refuses it: Cannot index value of size 70000 for index sales_note_idx on dg_store.sales(note) (maximum allowed size=65535); the offset is held before this record.",
  },
  {
    code: "text-not-json",
    title: "a value is a text that is no JSON, and the mapping wants its fields",
    means:
      "StringConverter gives the sink a text; a mapping of value.FIELD reads the text as JSON, and this one is none.",
    fix: ["correct the producer, or set value.converter to the one of its format", pastIt, restart],
    says: /is not JSON|is not a JSON object|goes on after its JSON/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: the record's value: is not JSON (see line 1, column 1); the offset is held before this record.",
  },
  {
    code: "value-out-of-range",
    title: "a value is beyond what its column holds",
    means: "The sink never truncates: 128 in a tinyint column is refused.",
    fix: ["give the column a wider type (bigint, varint, decimal), or correct the producer", pastIt, restart],
    says: /: column .+, from .*(out of range|has more than \d+ digits)/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: dg_store.sales: column n, from value.n: a number is out of range for int; the offset is held before this record.",
  },
  {
    code: "value-does-not-fit",
    title: "a value does not convert to its column",
    means:
      "A column cannot hold it exactly: a text that is no number, a number for a map, a time of another format. docs/reference/sink-conversions.md has every conversion.",
    fix: ["correct the producer, the mapping, topic.TOPIC.codec.* or the column's type", pastIt, restart],
    says: /: column .+, from /,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: dg_store.sales: column n, from value.n: a text is not a number; the offset is held before this record.",
  },
  {
    code: "record-refused",
    title: "the sink refuses a record",
    means: "The message says why.",
    fix: ["correct the producer or the config", pastIt, restart],
    says: /the offset is held before this record/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@0: there is no table for the topic sales; the offset is held before this record.",
  },
];
