/** The DataStax sink's contract in every shape it comes in; all of them take the same settings. */
const cassandraSinks = [
  "io.cassink.datastax.DataStaxSinkConnector",
  "io.cassink.sink.CassandraSinkConnector",
  "com.datastax.oss.kafka.sink.CassandraSinkConnector",
  "com.datastax.kafkaconnector.DseSinkConnector",
];

export const cassandraSinkClasses: readonly string[] = cassandraSinks;

/** Connect takes a class by its full name, its simple name, or that without `Connector`. */
export function isCassandraSink(connectorClass: string): boolean {
  return cassandraSinks.some((name) => {
    const simple = name.slice(name.lastIndexOf(".") + 1);
    return [name, simple, simple.replace(/Connector$/, "")].includes(connectorClass);
  });
}
