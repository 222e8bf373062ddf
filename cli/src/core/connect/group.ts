/** A consumer group at one moment. */
export interface GroupDescription {
  /** Ids of its members, each fresh for every start of a consumer. */
  readonly members: readonly string[];
  /**
   * Whether its members share out the partitions anew. Until they have, a member that was there before reads on from
   * partitions that it is about to lose.
   */
  readonly isRebalancing: boolean;
}
