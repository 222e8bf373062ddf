/**
 * What speaks to Kafka Connect: the connector, its tasks, and the reporting of bad records. How a
 * record passes through the other packages is in docs/decisions/sink-design.md.
 */
package io.cassink.sink;
