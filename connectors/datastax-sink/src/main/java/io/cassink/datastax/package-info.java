/**
 * The engine of the DataStax Apache Cassandra sink (messaging-connectors-commons) as a Kafka
 * Connect plugin. The engine defines what a configuration means: docs/reference/datastax-sink.md.
 */
package io.cassink.datastax;
