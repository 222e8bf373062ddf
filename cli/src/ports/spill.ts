/** Files for what does not fit into memory, in a folder that is there until {@link Spill.close}. */
export interface Spill {
  readonly limits: SpillLimits;
  readonly folder: string;
  /** Bytes that may still be written there. */
  free(): number;
  /**
   * Appends blocks to a file, compressed. Blocks until they are written, so that no more of them can wait in memory.
   * @throws InputError naming the folder where they cannot be written
   */
  append(file: string, blocks: readonly Uint8Array[]): void;
  /** The blocks of a file, in the order in which they were appended; none where there is no such file. */
  read(file: string): Iterable<Buffer>;
  close(): Promise<void>;
}

/** How much is to be held in memory. */
export interface SpillLimits {
  /** Bytes; what is more goes to files. */
  readonly held: number;
  /** Writes that a part of a table is planned to have. */
  readonly writesPerPart: number;
  /** Bytes of the writes whose rows are made at once; a part that has more is judged in several steps. */
  readonly step: number;
}

export interface Spills {
  /** A new one, whose folder is made when it is needed. What processes have left that were killed is removed. */
  open(): Promise<Spill>;
}
