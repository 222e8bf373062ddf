package io.cassink.sink.order;

/**
 * How many records of a task are delivered and not done, and how many bytes of the heap they take:
 * their rows, and the whole records where they are kept for a reporter. Used by the task's thread.
 */
public final class HeldRecords {
  private long records;
  private long bytes;

  /** Delivered records that are not done, of revoked partitions too while answers are awaited. */
  public long records() {
    return records;
  }

  /** Bytes of the heap, roughly. */
  public long bytes() {
    return bytes;
  }

  void delivered() {
    records++;
  }

  void done() {
    records--;
  }

  /** Counts what is kept. */
  public void take(long more) {
    bytes += more;
  }

  /** Ends the count of what is not kept any more. */
  public void free(long fewer) {
    bytes -= fewer;
  }
}
