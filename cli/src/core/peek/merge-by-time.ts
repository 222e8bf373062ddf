interface Timed {
  readonly timestamp: number;
}

/**
 * One list of several partitions', by the records' times; those of one partition stay in their order, whatever their
 * times; of equal times, those of the lower partition come first. At most `count`: the first ones, or the last ones.
 */
export function mergedByTime<Record extends Timed>(
  partitions: readonly (readonly Record[])[],
  count: number,
  end: "first" | "last",
): readonly Record[] {
  const lists = partitions.map((records) => (end === "first" ? [...records] : records.toReversed()));
  const isBefore = (one: Timed, other: Timed): boolean =>
    end === "first" ? one.timestamp < other.timestamp : one.timestamp >= other.timestamp;
  const heads = lists.map(() => 0);
  const merged: Record[] = [];
  while (merged.length < count) {
    let chosen: number | undefined;
    for (const [index, list] of lists.entries()) {
      const head = list[heads[index] ?? 0];
      if (head === undefined) continue;
      const best = chosen === undefined ? undefined : lists[chosen]?.[heads[chosen] ?? 0];
      if (best === undefined || isBefore(head, best)) chosen = index;
    }
    const next = chosen === undefined ? undefined : lists[chosen]?.[heads[chosen] ?? 0];
    if (chosen === undefined || next === undefined) break;
    merged.push(next);
    heads[chosen] = (heads[chosen] ?? 0) + 1;
  }
  return end === "first" ? merged : merged.reverse();
}
