/**
 * What a task counts, told once, and the two places where it is shown: JMX, and Connect's own
 * metrics of plugins. Names and meanings are in docs/reference/sink-metrics.md.
 */
package io.cassink.sink.metrics;
