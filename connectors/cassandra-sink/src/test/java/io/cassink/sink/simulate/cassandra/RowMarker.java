package io.cassink.sink.simulate.cassandra;

/**
 * What an INSERT leaves besides its values, so that a row with keys alone exists.
 *
 * @param writeTime microseconds; {@link Long#MIN_VALUE} where there is none
 * @param timeToLive seconds; 0 for none
 * @param deletedAt as in {@link Cell}
 */
record RowMarker(long writeTime, int timeToLive, long deletedAt) {
  static final RowMarker NONE = new RowMarker(Long.MIN_VALUE, 0, Cell.NEVER);

  static RowMarker of(long writeTime, int timeToLive, long now) {
    return new RowMarker(writeTime, timeToLive, timeToLive > 0 ? now + timeToLive : Cell.NEVER);
  }

  boolean isLive(long now) {
    return writeTime != Long.MIN_VALUE && now < deletedAt;
  }

  /** Cassandra's {@code LivenessInfo.supersedes}. */
  static RowMarker winner(RowMarker left, RowMarker right) {
    if (left.writeTime != right.writeTime) {
      return left.writeTime > right.writeTime ? left : right;
    }
    boolean leftEnds = left.deletedAt != Cell.NEVER;
    boolean rightEnds = right.deletedAt != Cell.NEVER;
    if (leftEnds != rightEnds) {
      return leftEnds ? left : right;
    }
    return left.deletedAt >= right.deletedAt ? left : right;
  }
}
