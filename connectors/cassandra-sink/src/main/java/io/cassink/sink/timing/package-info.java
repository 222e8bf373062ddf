/**
 * The clocks, waits, threads and chance that a task depends on. All of them pass {@link
 * io.cassink.sink.timing.Timing}, so that a test can drive a task on one thread and without
 * waiting.
 */
package io.cassink.sink.timing;
