/** Where the topics ended of a pipeline's last verification in which nothing was wrong and nothing left unjudged. */
export interface VerifiedEnds {
  readonly connector: string;
  /** Milliseconds since the Unix epoch. */
  readonly made: number;
  /** A digest of the connector's config, by which the tables were judged. */
  readonly config: string;
  readonly topics: readonly {
    readonly topic: string;
    /** The connector that reads it. */
    readonly connector: string;
    /** Kafka's, by which it differs from an earlier topic of its name. */
    readonly id: string;
    readonly partitions: readonly { readonly partition: number; readonly offset: number }[];
  }[];
  /** Cassandra's ids of the tables that were judged, by which they differ from later tables of their names. */
  readonly tables: readonly string[];
}

/** Notes under the home folder, for `--since last`. */
export interface VerifiedEndsNotes {
  /** All of a connector's name: several clusters may have one. */
  list(connector: string): Promise<readonly VerifiedEnds[]>;
  /**
   * Over an earlier one of the same name.
   * @param name of a file, without its ending
   * @throws InputError naming the file that cannot be written
   */
  keep(name: string, note: VerifiedEnds): Promise<void>;
}
