package io.cassink.sink.order;

import java.util.Arrays;

/**
 * The rows that may still get a record of some millisecond, each with the write time that it got
 * last there. A row with records in three open milliseconds is here three times, under a number
 * each.
 *
 * <p>What belongs to a number stands at its place in several arrays, because a partition may have
 * 10,000 of them: some 90 bytes each, where objects would take 250.
 *
 * <p>A row is over only after {@link TimeOrder#GAP} records, so it is asked about when so many came
 * since it was last used. In a log with rising times it is over then. Otherwise it is put among
 * those that are sorted by their end.
 */
final class OpenRows {
  private final OpenMilliseconds milliseconds;
  private final HashChains byRowAndTime;
  private final RecencyList byRecency;
  private final EarliestFirst byEnd = new EarliestFirst();

  /** The row that was not used for longest among those that are not in byEnd, or -1. */
  private int recent = -1;

  /** Those whose write times have run over into later milliseconds; null until there are any. */
  private HashChains runOver;

  private long[] rows;
  private long[] last;

  /** How many milliseconds a row has run over. */
  private int[] over;

  /** The number of the row's millisecond. Of a number that is free: the next free one, or -1. */
  private int[] millisecond;

  private int free = -1;
  private int used;

  OpenRows(int capacity) {
    milliseconds = new OpenMilliseconds(capacity);
    byRowAndTime = new HashChains(capacity, id -> HashChains.hash(rows[id], time(id)));
    byRecency = new RecencyList(capacity);
    rows = new long[capacity];
    last = new long[capacity];
    over = new int[capacity];
    millisecond = new int[capacity];
  }

  /** The same rows in shorter arrays, if these have become much too long. */
  OpenRows compacted() {
    if (rows.length <= 4 * Capacity.LEAST || size() > rows.length / 4) {
      return this;
    }
    OpenRows compact = new OpenRows(Math.max(Capacity.LEAST, 2 * size()));
    for (int id = byRecency.oldest(); id >= 0; id = byRecency.newerThan(id)) {
      int old = millisecond[id];
      OpenMilliseconds into = compact.milliseconds;
      int opened = into.open(time(id), milliseconds.firstOffset(old));
      into.raiseFloor(opened, milliseconds.floor(old));
      int copy = compact.add(rows[id], opened, byRecency.offset(id));
      compact.last[copy] = last[id];
      if (over[id] > 0) {
        compact.reach(copy, end(id));
      }
    }
    return compact;
  }

  OpenMilliseconds milliseconds() {
    return milliseconds;
  }

  int size() {
    return byRowAndTime.size();
  }

  /** The row in exactly this millisecond, or -1. */
  int find(long row, long time) {
    int id = byRowAndTime.first(HashChains.hash(row, time));
    while (id >= 0 && (rows[id] != row || time(id) != time)) {
      id = byRowAndTime.next(id);
    }
    return id;
  }

  /**
   * The row in an earlier millisecond from which it has run over into this one, or -1. The one with
   * the highest write time, should several have.
   */
  int findRunOver(long row, long time) {
    int found = -1;
    int id = runOver == null ? -1 : runOver.first(HashChains.hash(row, 0));
    for (; id >= 0; id = runOver.next(id)) {
      boolean covers = rows[id] == row && time(id) <= time && end(id) >= time;
      if (covers && (found < 0 || last[id] > last[found])) {
        found = id;
      }
    }
    return found;
  }

  /**
   * @param ofMillisecond number of the millisecond
   */
  int add(long row, int ofMillisecond, long offset) {
    int id = free;
    if (id >= 0) {
      free = millisecond[id];
    } else {
      if (used == rows.length) {
        grow(Capacity.after(used));
      }
      id = used++;
    }
    rows[id] = row;
    over[id] = 0;
    millisecond[id] = ofMillisecond;
    milliseconds.addRow(ofMillisecond);
    byRowAndTime.add(id);
    byRecency.add(id, offset);
    recent = recent < 0 ? id : recent;
    return id;
  }

  private void grow(int capacity) {
    rows = Arrays.copyOf(rows, capacity);
    last = Arrays.copyOf(last, capacity);
    over = Arrays.copyOf(over, capacity);
    millisecond = Arrays.copyOf(millisecond, capacity);
    byRowAndTime.grow(capacity);
    byRecency.grow(capacity);
    if (runOver != null) {
      runOver.grow(capacity);
    }
  }

  /** True if it was the last row of its millisecond, which is closed then. */
  boolean remove(int id) {
    byRowAndTime.remove(id);
    if (over[id] > 0) {
      runOver.remove(id);
    }
    leaveOrder(id);
    byRecency.remove(id);
    boolean closed = milliseconds.removeRow(millisecond[id]);
    millisecond[id] = free;
    free = id;
    return closed;
  }

  private void leaveOrder(int id) {
    if (id == recent) {
      recent = byRecency.newerThan(id);
    } else if (byEnd.contains(id)) {
      byEnd.remove(id);
    }
  }

  /** Gives the row its next write time. */
  void use(int id, long writeTime, long offset) {
    last[id] = writeTime;
    leaveOrder(id);
    byRecency.use(id, offset);
    recent = recent < 0 ? id : recent;
  }

  /** Lets the row's write times reach into a later millisecond. */
  void reach(int id, long end) {
    if (over[id] == 0) {
      if (runOver == null) {
        runOver = new HashChains(rows.length, other -> HashChains.hash(rows[other], 0));
      }
      runOver.add(id);
    }
    over[id] = (int) (end - time(id));
  }

  /**
   * A row whose write times end before the given millisecond, and that had no record among the last
   * thousand before this offset; or -1.
   */
  int overdue(long before, long offset) {
    while (recent >= 0 && offset - byRecency.offset(recent) >= TimeOrder.GAP) {
      if (end(recent) < before) {
        return recent;
      }
      byEnd.add(recent, end(recent));
      recent = byRecency.newerThan(recent);
    }
    return byEnd.firstBefore(before);
  }

  long row(int id) {
    return rows[id];
  }

  int millisecond(int id) {
    return millisecond[id];
  }

  private long time(int id) {
    return milliseconds.time(millisecond[id]);
  }

  /** The write time that the row got last. */
  long last(int id) {
    return last[id];
  }

  /** The last millisecond that its write times have reached. */
  long end(int id) {
    return time(id) + over[id];
  }

  RecencyList byRecency() {
    return byRecency;
  }

  long bytes() {
    return 24L * rows.length
        + milliseconds.bytes()
        + byRowAndTime.bytes()
        + byRecency.bytes()
        + byEnd.bytes()
        + (runOver == null ? 0 : runOver.bytes());
  }
}
