/**
 * The candidate that a mistyped word most likely meant; undefined when none is similar. At most a third of the word's
 * letters may differ: `topcis` is near `topics` (two swapped letters count as one difference). Case is ignored.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `did you mean "x"?`, or undefined when no candidate is similar. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const meant = nearest(word, candidates);
  return meant === undefined ? undefined : `did you mean "${meant}"?`;
}

/** `did you mean "x"?`, or the list of candidates when none is similar. */
export function whatIsKnown(word: string, candidates: readonly string[]): string {
  const list =
    candidates.length === 0 ? "there is none to choose from" : `there are: ${candidates.join(", ")}`;
  return didYouMean(word, candidates) ?? list;
}

/** The number of insertions, deletions, replacements and swaps of neighbouring letters between two words. */
function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        at(row - 1, column) + 1,
        (current[column - 1] ?? Infinity) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, at(row - 2, column - 2) + 1);
      }
      current.push(cost);
    }
  }
  return at(from.length, to.length);
}
