/** How many replicas must answer a read: the levels of CQL that reads may have. */
export const readConsistencies = [
  "LOCAL_ONE",
  "ONE",
  "TWO",
  "THREE",
  "LOCAL_QUORUM",
  "QUORUM",
  "ALL",
] as const;
export type ReadConsistency = (typeof readConsistencies)[number];
