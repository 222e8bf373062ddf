package io.cassink.sink.order;

/**
 * Keeps account of the records of one partition, so that others can be told what became of them.
 * The commit stays before what is not told. Used by the task's thread.
 */
public interface PartitionAccount {
  /** A record was delivered, of a higher offset than the one before. */
  void delivered(Ticket ticket);

  /** The record is done, and so are all before it: written, reported as bad or passed over. */
  void settled(Ticket ticket);

  /** The first offset that is settled and not told, or the highest number. */
  long untoldFrom();

  /** The partition was taken away, or its records come again: nothing more is to be told of it. */
  void revoked();
}
