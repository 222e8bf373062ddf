/**
 * The engine of the DataStax Apache Cassandra sink (messaging-connectors-commons) as a Kafka
 * Connect plugin. What a configuration means is the engine's: docs/reference/datastax-sink.md.
 */
package io.cassink.datastax;
