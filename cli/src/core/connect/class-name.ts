/** The DataStax sink's contract in every shape it comes in; all of them take its settings, and ours some more. */
const ownSink = "io.cassink.sink.CassandraSinkConnector";

export const cassandraSinkClasses: readonly string[] = [
  "io.cassink.datastax.DataStaxSinkConnector",
  ownSink,
  "com.datastax.oss.kafka.sink.CassandraSinkConnector",
  "com.datastax.kafkaconnector.DseSinkConnector",
];

/** Connect takes a class by its full name, its simple name, or that without `Connector`. */
export function isCassandraSink(connectorClass: string): boolean {
  return cassandraSinkClasses.some((name) => {
    const simple = name.slice(name.lastIndexOf(".") + 1);
    return [name, simple, simple.replace(/Connector$/, "")].includes(connectorClass);
  });
}

/** The simple name is the vendor's too, so only the full one tells ours. */
export function isOwnSink(connectorClass: string): boolean {
  return connectorClass === ownSink;
}
