import type { TraceFault } from "./fault.js";

const restart = "cassink connector restart NAME --failed";
const nothingLost = "No record is lost: the offset is held before what is not written.";

/** What stops a sink whatever the record: tables, access, servers, settings. The first that fits decides. */
export const sinkFaults: readonly TraceFault[] = [
  {
    code: "orders-differ",
    title: "two connectors write one table with different orders",
    means:
      "Write times of order=time, order=log and of other epochs or generations are not comparable: the connector with the higher ones would win for ever.",
    fix: [
      "give both connectors the same order, order.epoch and generation",
      "cassink connector deploy PIPELINE",
    ],
    says: /the higher write times would win for ever/,
    example:
      "io.cassink.sink.config.SetupException: order: a task of the connector other writes dg_store.sales with order=log; the higher write times would win for ever: give the connectors other and sales the same order, order.epoch and generation",
  },
  {
    code: "data-centre-unknown",
    title: "loadBalancing.localDc names no data centre of the cluster",
    means: "The driver sends requests to the nodes of one data centre; there is none of this name.",
    fix: [
      "set loadBalancing.localDc to one of those that the message lists",
      "cassink connector deploy PIPELINE",
    ],
    says: /names no data centre|local data ?cent(er|re)/i,
    example:
      "io.cassink.sink.config.SetupException: loadBalancing.localDc names no data centre: nowhere is not one of datacenter1",
  },
  {
    code: "write-unknown",
    title: "a statement that must not run twice may have run",
    means:
      "The cluster did not answer in time to an increment of a counter, a lightweight transaction or a query with a function. Nobody knows whether it ran, and it is not sent again by itself.",
    fix: ["look at the row of the record that the message names", `\`${restart}\` writes the record again`],
    says: /must not be carried out twice/,
    example:
      "io.cassink.sink.write.WriteFailedException: dg_store.visits: it is unknown whether a statement was carried out that must not be carried out twice (Query timed out); look at the row of the record at offset 17, then restart the task, which writes it again",
  },
  {
    code: "write-budget-spent",
    title: "Cassandra did not take a write for the whole of retry.timeout",
    means: `Nodes are down, overloaded, or too few for the consistency level. ${nothingLost}`,
    fix: ["look at the nodes and at queryOptions.consistency or the topic's consistencyLevel", restart],
    says: /not written in \d+ s and \d+ attempts/,
    example:
      "io.cassink.sink.write.WriteFailedException: dg_store.sales: not written in 300 s and 41 attempts: Not enough replicas available for query at consistency LOCAL_QUORUM (2 required but only 1 alive); no record is lost: restart the task when the cluster is well",
  },
  {
    code: "dead-letter-not-written",
    title: "a dead letter cannot be written",
    means: "The record is bad, and Kafka does not take its dead letter, so the offset is held before it.",
    fix: [
      "look at errors.deadletterqueue.topic.name, at its topic and at the worker's rights to write it",
      restart,
    ],
    says: /the dead letter of this bad record cannot be written/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: sales-0@17: the dead letter of this bad record cannot be written; the offset is held before it. Look at errors.deadletterqueue.topic.name and its topic, then restart the task",
  },
  {
    code: "cassandra-login",
    title: "Cassandra refuses the login",
    means: "auth.username or auth.password is wrong, or the role may not log in.",
    fix: ["correct auth.username and auth.password, or the secret that they refer to", restart],
    says: /refuses to log in|AuthenticationException/,
    example:
      "io.cassink.sink.config.SetupException: auth.username: the cluster refuses to log in; correct auth.username and auth.password: 127.0.0.1:9042: Provided username x and/or password are incorrect",
  },
  {
    code: "cassandra-denied",
    title: "Cassandra denies the role a table",
    means: `The role has no MODIFY (to write) or SELECT (to read the schema) on the table. ${nothingLost}`,
    fix: ["GRANT MODIFY ON keyspace.table TO role; GRANT SELECT ON keyspace.table TO role", restart],
    says: /the server denies access|UnauthorizedException|has no (MODIFY|SELECT) permission/,
    example:
      "io.cassink.sink.write.WriteFailedException: dg_store.sales: the server denies access: User writer has no MODIFY permission on <table dg_store.sales> or any of its parents; correct auth.* or grant MODIFY and SELECT, then restart the task",
  },
  {
    code: "keyspace-missing",
    title: "the keyspace is not there",
    means: "The keyspace of a mapped table was dropped, never made, or its name is spelt otherwise.",
    fix: ["cassink table init PIPELINE", restart],
    says: /there is no keyspace|Keyspace '?\S+'? does not exist/i,
    example:
      "io.cassink.sink.config.SetupException: topic.sales.dg_stor.sales.mapping: there is no keyspace dg_stor; did you mean dg_store?",
  },
  {
    code: "table-missing",
    title: "the table is not there",
    means: `A mapped table was dropped, never made, or its name is spelt otherwise. ${nothingLost}`,
    fix: ["cassink table init PIPELINE", restart],
    says: /there is no table|Table \S+ does not exist|unconfigured table/i,
    example:
      "io.cassink.sink.config.SetupException: topic.sales.dg_store.sale.mapping: there is no table sale in keyspace dg_store; it has sales",
  },
  {
    code: "query-refused",
    title: "Cassandra refuses the text of a query",
    means:
      "The query setting names a column or function that is not there, or is no CQL that this server takes.",
    fix: ["correct topic.TOPIC.KEYSPACE.TABLE.query, or the table", "cassink connector deploy PIPELINE"],
    says: /\.query: the server refuses it/,
    example:
      "io.cassink.sink.rows.SchemaChangedException: topic.sales.dg_store.sales.query: the server refuses it: Undefined column name n in table dg_store.sales; correct the table or the settings, then restart the task",
  },
  {
    code: "column-changed",
    title: "a column has got another type",
    means: `The table was altered or made anew, and records that fitted the column before do not any more. ${nothingLost}`,
    fix: ["give the column its old type back, or map another field to it", restart],
    says: /has changed: the column \S+ was/,
    example:
      "io.cassink.sink.rows.SchemaChangedException: dg_store.sales has changed: the column n was int and is date, and a record that fitted it before does not any more; correct the table or the settings, then restart the task",
  },
  {
    code: "column-missing",
    title: "a mapped column is not in the table",
    means: `It was dropped, never made, or its name is spelt otherwise. ${nothingLost}`,
    fix: ["ALTER TABLE … ADD the column, or take it out of the mapping", restart],
    says: /has no column|The following columns do not exist in table|Undefined column name/i,
    example:
      "io.cassink.sink.config.SetupException: topic.sales.dg_store.sales.mapping: at position 8: dg_store.sales has no column n; did you mean s?",
  },
  {
    code: "cassandra-no-answer",
    title: "no contact point of Cassandra answers",
    means: `The nodes are down, the addresses or the port are wrong, or TLS is on at one side alone. ${nothingLost}`,
    fix: ["look at the nodes, contactPoints, port and ssl.*", restart],
    says: /no node of .* answers|the driver cannot start|AllNodesFailedException/,
    example:
      "io.cassink.sink.cluster.ClusterUnreachableException: no node of 127.0.0.9 answers; look at contactPoints, port and ssl.*: Connection refused",
  },
  {
    code: "settings-wrong",
    title: "the sink's settings are wrong",
    means: "The config was taken while it could not be checked, or what it refers to has changed since.",
    fix: ["cassink connector validate PIPELINE", "cassink connector deploy PIPELINE"],
    says: /the configuration is wrong|ConfigException|SetupException/,
    example:
      "org.apache.kafka.connect.errors.ConnectException: the configuration is wrong: retry.timeout: must be at least -1",
  },
];
