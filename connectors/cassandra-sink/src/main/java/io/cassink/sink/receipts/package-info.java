/**
 * Tells another topic what was written, after it is durable: docs/decisions/receipts.md.
 *
 * <p>On the task's thread, {@link io.cassink.sink.receipts.PartitionReceipts} gathers the records
 * of a partition that are done, in the order of their offsets, and {@link
 * io.cassink.sink.receipts.TaskReceipts} hands them over as batches. On a thread of its own a
 * {@link io.cassink.sink.receipts.Teller} makes messages of a batch and sends them. Its outcome
 * comes back to the task's thread through a queue, and the commit goes on.
 */
package io.cassink.sink.receipts;
