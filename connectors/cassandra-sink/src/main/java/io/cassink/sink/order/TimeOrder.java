package io.cassink.sink.order;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.TreeMap;

/**
 * A write time is 1000 x the record's milliseconds plus its index among the records of its row and
 * millisecond. Past index 999 the row carries on into the next millisecond, whose own records then
 * start behind.
 *
 * <p>An index is the same at a replay only if the replay starts no later than the first record that
 * it counts. So a commit never passes the first record of a millisecond that can still get records:
 * one is over when {@link #GAP} records in a row were all later. Whether it is over is asked as of
 * the records that are written, not as of those that were delivered: a record in flight may be lost
 * in a crash, and its replay needs its index.
 */
public final class TimeOrder implements PartitionOrder {
  /** So many consecutive records of later times end a millisecond. */
  static final int GAP = 1_000;

  /** A commit is held back by so many records at most: frequent kills must not stop progress. */
  static final long LONGEST_HOLD = 1_000_000;

  /**
   * Rows remembered. Beyond, one index serves all rows of the fullest millisecond; or where the
   * rows are spread over many, because a trickle of late records keeps them open, the earliest end.
   */
  static final int MOST_ROWS = 1_000_000;

  private static final long MICROS = 1_000;

  /** The milliseconds that may still get records, by time. */
  private final TreeMap<Long, Tie> open = new TreeMap<>();

  /** Those of them in which some row has run over: almost always none. */
  private final TreeMap<Long, Tie> overflowing = new TreeMap<>();

  private final Deque<Closed> closed = new ArrayDeque<>();
  private final SlidingMinimum earliest = new SlidingMinimum(GAP);
  private final int mostRows;

  /** Of the record that was begun last. */
  private long now;

  private Tie current;

  /** The first millisecond of the chain that {@link #firstChainEnd} is of. */
  private Tie firstOfChain;

  private long firstChainEnd;
  private int rows;
  private long offset;

  private long cutShort;

  /** Up to here the hold was cut short. */
  private long cutAt;

  private long forgotten;

  public TimeOrder() {
    this(MOST_ROWS);
  }

  TimeOrder(int mostRows) {
    this.mostRows = mostRows;
  }

  private record Closed(long firstOffset, long closedAt) {}

  @Override
  public void begin(long nextOffset, long milliseconds) {
    offset = nextOffset;
    earliest.add(milliseconds);
    if (earliest.isFull()) {
      close(earliest.minimum());
    }
    now = milliseconds;
  }

  /**
   * Ends whole chains, in order of time. A chain is an open millisecond, those into which its rows
   * have run over, those into which theirs have, and so on.
   *
   * <p>Say a row has 1,500 records in each of the milliseconds 5 and 6. Those of 5 get the write
   * times 5000 to 6499, so those of 6 get 6500 to 7999. If 5 ended alone while 6 may still get
   * records, the commit would pass 5, and a replay that begins with 6 would give its records 6000
   * and on: less than was written before.
   */
  private void close(long before) {
    while (!open.isEmpty() && open.firstKey() < before && endOfFirstChain(before) < before) {
      long end = firstChainEnd;
      while (!open.isEmpty() && open.firstKey() <= end) {
        end(open.pollFirstEntry().getValue());
      }
    }
  }

  /**
   * The last millisecond that the earliest open chain reaches, or one of it that is not before the
   * given one. A chain only grows, so it is walked again only when the last known end is passed.
   */
  private long endOfFirstChain(long before) {
    Tie first = open.firstEntry().getValue();
    if (first == firstOfChain && firstChainEnd >= before) {
      return firstChainEnd;
    }
    firstOfChain = first;
    firstChainEnd = first.reach;
    for (Tie tie : open.values()) {
      if (tie.milliseconds > firstChainEnd) {
        break;
      }
      firstChainEnd = Math.max(firstChainEnd, tie.reach);
    }
    return firstChainEnd;
  }

  @Override
  public long writeTime(long row) {
    long time = writeTimeWithoutHold(row);
    current.firstOffset = Math.min(current.firstOffset, offset);
    return time;
  }

  @Override
  public long writeTimeWithoutHold(long row) {
    // Records whose write times are mapped are not counted, and hold nothing.
    if (current == null || current.milliseconds != now) {
      current = open.computeIfAbsent(now, Tie::new);
    }
    long last = current.last.get(row);
    long next;
    if (last == RowTimes.NONE) {
      next = Math.max(MICROS * current.milliseconds, lastOfEarlier(row) + 1);
      next = Math.max(next, current.floor + 1);
      rows++;
    } else {
      next = last + 1;
    }
    current.last.put(row, next);
    long reach = Math.floorDiv(next, MICROS);
    if (reach > current.reach) {
      current.reach = reach;
      overflowing.put(current.milliseconds, current);
    }
    if (rows > mostRows) {
      forget();
    }
    return next;
  }

  /** Where the row's earlier milliseconds have run over into this one. */
  private long lastOfEarlier(long row) {
    long last = Long.MIN_VALUE;
    if (overflowing.isEmpty()) {
      return last;
    }
    for (Tie tie : overflowing.headMap(current.milliseconds, false).values()) {
      if (tie.reach >= current.milliseconds) {
        long ofRow = tie.last.get(row);
        last = Math.max(last, Math.max(ofRow == RowTimes.NONE ? Long.MIN_VALUE : ofRow, tie.floor));
      }
    }
    return last;
  }

  private void forget() {
    Tie fullest =
        open.values().stream().max(Comparator.comparingInt(tie -> tie.last.size())).orElseThrow();
    if (fullest.last.size() >= mostRows / 4) {
      rows -= fullest.last.size();
      forgotten += fullest.last.size();
      fullest.floor = Math.max(fullest.floor, fullest.last.highest());
      fullest.last = new RowTimes();
      return;
    }
    Iterator<Tie> ties = open.values().iterator();
    while (rows > mostRows / 2 && ties.hasNext()) {
      Tie tie = ties.next();
      if (tie != current) {
        ties.remove();
        forgotten += tie.last.size();
        end(tie);
      }
    }
  }

  private void end(Tie tie) {
    current = tie == current ? null : current;
    overflowing.remove(tie.milliseconds);
    rows -= tie.last.size();
    if (tie.firstOffset != Long.MAX_VALUE) {
      closed.add(new Closed(tie.firstOffset, offset));
    }
  }

  /** Rows in memory. */
  int rows() {
    return rows;
  }

  @Override
  public void completed(long offset) {
    while (!closed.isEmpty() && closed.peek().closedAt() < offset) {
      closed.poll();
    }
  }

  @Override
  public long replayFrom(long completed) {
    completed(completed);
    long first = completed;
    for (Closed tie : closed) {
      first = Math.min(first, tie.firstOffset());
    }
    for (Tie tie : open.values()) {
      first = Math.min(first, tie.firstOffset);
    }
    long earliestAllowed = completed - LONGEST_HOLD;
    if (first < earliestAllowed) {
      cutShort += Math.max(0, earliestAllowed - Math.max(first, cutAt));
      cutAt = Math.max(cutAt, earliestAllowed);
      return earliestAllowed;
    }
    return first;
  }

  @Override
  public long cutShort() {
    return cutShort;
  }

  @Override
  public long forgotten() {
    return forgotten;
  }

  /** The records of one millisecond. */
  private static final class Tie {
    private final long milliseconds;

    /** Of the records whose rows are held for: the commit stays at the first of them. */
    private long firstOffset = Long.MAX_VALUE;

    private RowTimes last = new RowTimes();

    /** Every row's last write time is taken to be at least this. */
    private long floor = Long.MIN_VALUE;

    /** The millisecond into which the longest row has run. */
    private long reach;

    Tie(long milliseconds) {
      this.milliseconds = milliseconds;
      this.reach = milliseconds;
    }
  }
}
