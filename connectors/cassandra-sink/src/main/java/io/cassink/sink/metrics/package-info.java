/**
 * The metrics of a task, and the two ways in which they are shown: JMX and Connect's plugin
 * metrics. Names and meanings are in docs/reference/sink-metrics.md.
 */
package io.cassink.sink.metrics;
