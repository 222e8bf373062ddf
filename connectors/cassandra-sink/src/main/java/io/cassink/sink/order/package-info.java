/**
 * Which write time a record's row gets, and how long a commit is held so that a replay gives the
 * same row the same write time again. No driver and no I/O; all state belongs to the task's thread.
 *
 * <p>Cassandra keeps, of two writes to one cell, the one with the higher write time, in whatever
 * order they arrive. So the sink may send rows in any order and again after a crash, as long as a
 * later record always has a higher write time than an earlier one of its row, and the same one each
 * time it is written.
 *
 * <p><b>Write times</b> are microseconds, record times are milliseconds. With {@code order=time} a
 * row's records of one millisecond are counted. Three records of the row {@code k} with the time
 * 1700000000000 ms:
 *
 * <pre>
 * offset 40 -> 1700000000000000 us  (1000 * ms + 0)
 * offset 41 -> 1700000000000001 us  (1000 * ms + 1)
 * offset 42 -> 1700000000000002 us  (1000 * ms + 2)
 * </pre>
 *
 * With {@code order=log} a write time is {@code order.epoch} plus the offset, and nothing is
 * counted: {@link io.cassink.sink.order.LogOrder}.
 *
 * <p><b>What a commit is held for.</b> Suppose offset 40 is written and the commit moved to 41.
 * After a crash the replay would begin with offset 41, count it as the first record of its
 * millisecond and give it the write time that offset 40 has: the two would be equal, and Cassandra
 * would keep the larger value. So the commit stays at 40 until that millisecond can get no more
 * records: until 1000 records in a row had later times ({@link io.cassink.sink.order.RowIndexes});
 * or until it got none for {@code order.idleRelease} seconds ({@link
 * io.cassink.sink.order.QuietOffsets}). A commit also never passes a record that is not yet
 * written, reported as bad or passed over: {@link io.cassink.sink.order.PartitionProgress} knows
 * the first such record. {@link io.cassink.sink.order.PartitionState} puts the two together, {@link
 * io.cassink.sink.order.PartitionStates} keeps one for each partition of the task.
 *
 * <p>Limits and proofs are in docs/decisions/write-times.md.
 */
package io.cassink.sink.order;
