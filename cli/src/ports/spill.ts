/** Files for what does not fit into memory, in a folder that is there until {@link Spill.close}. */
export interface Spill {
  readonly limits: SpillLimits;
  readonly folder: string;
  /** Of its files, in bytes: with the folder all that another needs to read them. */
  readonly lengths: ReadonlyMap<string, number>;
  /**
   * Makes the folder, and gives what one of several workers needs to write in it, too: a folder of its own, for
   * {@link Spills.share}. It is removed with this one.
   * @param workers how many there are, which share the limits
   */
  share(name: string, workers: number): SpillShare;
  /** Bytes that may still be written there. */
  free(): number;
  /**
   * Appends blocks to a file, compressed. Blocks until they are written, so that no more of them can wait in memory.
   * @throws InputError naming the folder where they cannot be written
   */
  append(file: string, blocks: readonly Uint8Array[]): void;
  /**
   * The blocks of a file, in the order in which they were appended; none where there is no such file.
   * @throws InputError where a byte of them is not as it was written
   */
  read(file: string): Iterable<Buffer>;
  /**
   * Keeps plain data (numbers, NaN too, bigints, texts, arrays, maps, sets, typed arrays) in the place of what was kept
   * under the name, whole or not at all, and beside it how long the files are. From then on the run can be resumed.
   * @throws InputError as {@link append}
   */
  keep(name: string, state: unknown): void;
  /**
   * What was kept under the name, undefined where nothing was. The files are cut to the lengths that they had then.
   * @throws InputError where it, or a file, is damaged
   */
  kept(name: string): unknown;
  /** Removes all. */
  close(): Promise<void>;
  /** Leaves a run that can be resumed, and removes any other. @returns whether it can be */
  leave(): Promise<boolean>;
}

/** A worker's part of a spill, as plain data. */
export interface SpillShare {
  readonly folder: string;
  readonly limits: SpillLimits;
}

/** The files of a worker's part, as plain data. */
export type SpilledFiles = Pick<Spill, "folder" | "lengths">;

/** How much is to be held in memory, and how often the run keeps what it has found. */
export interface SpillLimits {
  /** Bytes; what is more goes to files. */
  readonly held: number;
  /** Writes that a part of a table is planned to have. */
  readonly writesPerPart: number;
  /** Bytes of the writes whose rows are made at once; a part that has more is judged in several steps. */
  readonly step: number;
  /** Milliseconds, at least, between two times at which the run is kept; 0 to keep it whenever that can be done. */
  readonly pause: number;
}

/** A run that did not come to its end. */
export interface LeftRun {
  readonly name: string;
  /** The process that is at it. */
  readonly heldBy?: number;
}

export interface Spills {
  /**
   * One for a new run of this name, whose folder is made when it is needed. What earlier processes have left is removed,
   * but the newest run of each other name that can be resumed.
   * @returns and whether a run of this name was removed that could have been resumed
   */
  open(name: string): Promise<{ readonly spill: Spill; readonly hasDiscarded: boolean }>;
  /** A worker's part of a run: of an earlier process, too, where it has kept something. */
  share(share: SpillShare): Promise<Spill>;
  /** Reads the files of several workers as if they were one's. @returns the blocks of a file */
  reader(parts: readonly SpilledFiles[]): Promise<Spill["read"]>;
  /** The runs that can be resumed, and those that processes are at. */
  left(): Promise<readonly LeftRun[]>;
  /**
   * The newest run of this name that can be resumed; it is this process's from now on.
   * @throws InputError where it is of another version of the program, or another process has just taken it
   */
  resume(name: string): Promise<Spill>;
}
