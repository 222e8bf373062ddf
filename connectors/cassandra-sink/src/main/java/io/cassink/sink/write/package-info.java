/**
 * From the bytes of rows to written rows: statements, write times, batches, what is in flight, and
 * how far each partition is done. All state belongs to the task's thread; the driver's threads only
 * hand outcomes over. Knows nothing of {@code SinkTask}.
 */
package io.cassink.sink.write;
