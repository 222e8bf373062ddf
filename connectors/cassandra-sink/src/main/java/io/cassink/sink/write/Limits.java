package io.cassink.sink.write;

import java.time.Duration;

/**
 * @param maxBytesInFlight of rows in flight, above which nothing more is sent; of the heap that all
 *     records take that are not done, above which none more are taken
 * @param retryTimeout how long a request may go on failing
 */
public record Limits(int maxRowsInBatch, long maxBytesInFlight, Duration retryTimeout) {}
