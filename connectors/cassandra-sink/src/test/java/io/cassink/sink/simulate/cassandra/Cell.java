package io.cassink.sink.simulate.cassandra;

import java.nio.ByteBuffer;

/**
 * One value with its write time: a column's, or one element's of a collection that is not frozen.
 *
 * @param writeTime microseconds
 * @param timeToLive seconds as they were given; 0 for none
 * @param deletedAt seconds since 1970 from which a read no longer sees it; {@link #NEVER}
 * @param value null for a tombstone
 */
record Cell(long writeTime, int timeToLive, long deletedAt, ByteBuffer value) {
  static final long NEVER = Long.MAX_VALUE;

  static Cell of(long writeTime, int timeToLive, long now, ByteBuffer value) {
    long deletedAt = value == null ? now : timeToLive > 0 ? now + timeToLive : NEVER;
    return new Cell(writeTime, value == null ? 0 : timeToLive, deletedAt, value);
  }

  boolean isLive(long now) {
    return value != null && now < deletedAt;
  }

  /** Cassandra's {@code Cells.reconcile}: which of two cells stays, in whatever order they came. */
  static Cell winner(Cell left, Cell right) {
    if (left.writeTime != right.writeTime) {
      return left.writeTime > right.writeTime ? left : right;
    }
    boolean leftEnds = left.deletedAt != NEVER;
    boolean rightEnds = right.deletedAt != NEVER;
    if (leftEnds != rightEnds) {
      return leftEnds ? left : right;
    }
    boolean leftIsTombstone = left.value == null;
    boolean rightIsTombstone = right.value == null;
    if (leftIsTombstone != rightIsTombstone) {
      return leftIsTombstone ? left : right;
    }
    if (left.deletedAt != right.deletedAt) {
      return left.deletedAt > right.deletedAt ? left : right;
    }
    return leftIsTombstone || compareBytes(left.value, right.value) >= 0 ? left : right;
  }

  /** By unsigned bytes, a longer value after its own beginning. */
  static int compareBytes(ByteBuffer left, ByteBuffer right) {
    int mismatch = left.mismatch(right);
    if (mismatch < 0) {
      return 0;
    }
    if (mismatch >= left.remaining() || mismatch >= right.remaining()) {
      return Integer.compare(left.remaining(), right.remaining());
    }
    return Byte.compareUnsigned(
        left.get(left.position() + mismatch), right.get(right.position() + mismatch));
  }
}
