import type { Workers } from "../../../ports/workers.js";
import type { TopicEnds } from "../offsets.js";

/** More are not asked of a cluster that others use, too, unless a user says so. */
const mostByDefault = 4;
/** Records below which starting threads takes longer than they save. */
const leastRecords = 1_000_000;
/** Bytes of V8's heap that each worker must have by default. */
const leastHeap = 512 * 1024 * 1024;

/** How many workers read and compare; 1 for none beside this thread. @param asked what the user wants */
export function workerCount(
  asked: number | undefined,
  records: number,
  { cores, heap }: Pick<Workers, "cores" | "heap">,
): number {
  if (asked !== undefined) return asked;
  if (records < leastRecords) return 1;
  return Math.max(1, Math.min(cores, mostByDefault, Math.floor(heap / leastHeap)));
}

/**
 * Gives each partition to one worker, so that all have about as many records to read. A partition stays with one: its
 * records are counted in their order.
 * @returns for each worker the ends of its partitions, by topic; nothing for a worker that would have none
 */
export function sharedOut(ends: readonly TopicEnds[], workers: number): readonly (readonly TopicEnds[])[] {
  const partitions = ends.flatMap(({ partitions: of }, topic) =>
    of.map((offsets) => ({ topic, offsets, records: offsets.high - offsets.low })),
  );
  const shares = Array.from({ length: workers }, () => ({ records: 0, of: [] as typeof partitions }));
  for (const partition of partitions.toSorted((left, right) => right.records - left.records)) {
    const least = shares.reduce((lowest, share) => (share.records < lowest.records ? share : lowest));
    least.of.push(partition);
    least.records += partition.records;
  }
  // One that holds no records any more has lost some: it is somebody's, too.
  return shares
    .filter(({ of }) => of.length > 0)
    .map(({ of }) =>
      ends.map(({ topic }, index) => ({
        topic,
        partitions: of.filter((partition) => partition.topic === index).map(({ offsets }) => offsets),
      })),
    );
}
