/**
 * Sends rows to Cassandra: batches, what is in flight, what is tried again and what the server
 * refuses. All state belongs to the task's thread; the driver's threads only hand outcomes over.
 * Knows nothing of {@code SinkTask}.
 */
package io.cassink.sink.write;
