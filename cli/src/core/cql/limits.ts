/** Seconds in 20 years: Cassandra takes no longer time to live. */
export const longestTimeToLive = 630_720_000n;

/** Bytes of one column of a primary key. */
export const longestKeyColumn = 65_535;
