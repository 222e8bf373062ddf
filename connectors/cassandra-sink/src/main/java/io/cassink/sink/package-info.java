/**
 * Our sink as Kafka Connect sees it: the connector, its tasks, and the reporting of bad records.
 * The way of a record is in docs/decisions/sink-design.md.
 */
package io.cassink.sink;
