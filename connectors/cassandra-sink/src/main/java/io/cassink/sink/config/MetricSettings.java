package io.cassink.sink.config;

import java.time.Duration;

/**
 * Where metrics are shown, and as what.
 *
 * @param jmx whether as MBeans
 * @param domain of the MBeans' names
 * @param highestLatency of a write; longer ones count as this one
 * @param task the number of the task in its connector
 */
public record MetricSettings(boolean jmx, String domain, Duration highestLatency, String task) {}
