import type { Cell } from "./cell.js";
import { unites, type CellOrder } from "./cell-order.js";
import { never } from "./expiry.js";
import { isLater, type CellStamp } from "./stamp.js";

type StampedCell = readonly [cell: Cell | null, stamp: CellStamp];

/**
 * Which of two values with one write time a cell must hold. Of records of one partition that is the later one's. Records
 * of two partitions have no order, so there Cassandra's rule says it (`Cells.reconcile`): a tombstone wins over a value,
 * a value that expires over one that does not, the one that expires later over the other, and then the larger value.
 * Of three and more the winner is the same in whichever order they are read.
 * It is not known of collections that are not frozen, nor where a short time to live, of a second say, was perhaps over
 * when the sink came to the record, which then writes nulls.
 */
export function tieWinner(before: StampedCell, now: StampedCell, order: CellOrder | undefined): StampedCell {
  const [cellBefore, stampBefore] = before;
  const [cellNow, stampNow] = now;
  if (stampBefore.topicPartition === stampNow.topicPartition) {
    const later = stampNow.offset > stampBefore.offset ? now : before;
    // The server may hold on to the earlier one, and to what lost against it.
    return stampBefore.tie === undefined ? later : tied(later, "unsure");
  }
  // Where both are as good, the same one is named whichever was read first.
  const either = isLater(stampNow, stampBefore) ? now : before;
  if (cellBefore === null && cellNow === null) return either;
  // A tombstone wins over each of several values, whichever of these won.
  const isOneCell = order !== unites;
  if (isOneCell && (cellBefore === null || cellNow === null))
    return tied(cellBefore === null ? before : now, "known");
  const isUnsure = stampBefore.tie === "unsure" || stampNow.tie === "unsure";
  const win = (winner: StampedCell, tie: "known" | "unsure"): StampedCell =>
    tied(winner, isUnsure ? "unsure" : tie);
  if (cellBefore === cellNow && stampBefore.expiry === stampNow.expiry) {
    const tie = stampBefore.tie ?? stampNow.tie;
    return tie === undefined ? either : win(either, tie);
  }
  if (!isOneCell || cellBefore === null || cellNow === null) return win(either, "unsure");
  const [endBefore, endNow] = [stampBefore.expiry, stampNow.expiry];
  if (endBefore !== endNow) {
    if (isShort(stampBefore) || isShort(stampNow)) return win(either, "unsure");
    if (endBefore === never || endNow === never) return win(endNow === never ? before : now, "known");
    if (endBefore < never || endNow < never) return win(either, "unsure");
    return win(endBefore > endNow ? before : now, "known");
  }
  const difference = order?.(cellBefore, cellNow);
  if (difference === undefined) return win(either, "unsure");
  return win(difference === 0 ? either : difference > 0 ? before : now, "known");
}

/** A record's INSERT of its row, as one of those with the same write time. */
export interface MarkedRow {
  readonly stamp: CellStamp;
  /** Whether it sets every column: such a record's sink deletes the row where its time to live is over already. */
  readonly setsAll: boolean;
}

/**
 * Which of two INSERTs with one write time, of records of two partitions, says how long the row without its values is
 * there (`LivenessInfo.supersedes`): one that expires wins over one that does not, and the one that expires later over
 * the other. `unsure` where one of them perhaps came so late that it deleted the row, or where it is not known when
 * they expire.
 */
export function markerWinner(before: MarkedRow, now: MarkedRow): "before" | "now" | "unsure" {
  const [expiryBefore, expiryNow] = [before.stamp.expiry, now.stamp.expiry];
  if (expiryBefore === expiryNow) return isLater(now.stamp, before.stamp) ? "now" : "before";
  if ([before, now].some(({ stamp, setsAll }) => setsAll && isShort(stamp))) return "unsure";
  if (expiryBefore === never || expiryNow === never) return expiryNow === never ? "before" : "now";
  if (expiryBefore < never || expiryNow < never) return "unsure";
  return expiryBefore > expiryNow ? "before" : "now";
}

/** Milliseconds between a record's time and its end within which the sink may have come to it too late. */
const latestSink = 86_400_000;

function isShort({ expiry, writeTime }: CellStamp): boolean {
  return expiry !== never && Math.abs(expiry) - writeTime / 1000 < latestSink;
}

const tied = ([cell, stamp]: StampedCell, tie: "known" | "unsure"): StampedCell => [cell, { ...stamp, tie }];
