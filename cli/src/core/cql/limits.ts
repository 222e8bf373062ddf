/** Seconds: Cassandra refuses a time to live beyond 20 years of 365 days (MAX_TTL). */
export const longestTimeToLive = 630_720_000n;

/** Bytes that one column of a primary key may have in Cassandra. */
export const longestKeyColumn = 65_535;
