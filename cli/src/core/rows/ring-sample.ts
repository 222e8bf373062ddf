/** Parts of the ring among which those of a sample are drawn. */
export const sampledParts = 1024;

/**
 * Some of the ring's {@link sampledParts}, of which each is as likely as any other.
 * @param share of them, above 0
 * @param below gives a random whole number from 0 to before the given one
 */
export function drawParts(share: number, below: (limit: number) => number): ReadonlySet<number> {
  const wanted = Math.min(sampledParts, Math.max(1, Math.round(share * sampledParts)));
  const drawn = new Set<number>();
  while (drawn.size < wanted) drawn.add(below(sampledParts));
  return drawn;
}

/**
 * The share of all rows below which those that are wrong are, with a confidence of 95 %, where none of the rows that were
 * drawn was wrong: the rule of three. Of 3,000 right rows that is 0.001.
 */
export const wrongBelow = (rightRows: number): number => Math.min(1, 3 / Math.max(1, rightRows));
