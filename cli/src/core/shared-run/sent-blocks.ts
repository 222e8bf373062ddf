/** Where a block of writes comes from: the key of its record in the topic of writes. */
export interface BlockOrigin {
  readonly attempt: string;
  /** The table's index. */
  readonly table: number;
  /** Of the attempt's blocks for this range, from 0. */
  readonly sequence: number;
}

export const blockText = ({ attempt, table, sequence }: BlockOrigin): string =>
  `${attempt} ${table} ${sequence}`;

export function readBlockText(text: string): BlockOrigin | undefined {
  const [, attempt, table, sequence] = /^(\S+) (\d+) (\d+)$/.exec(text) ?? [];
  return attempt === undefined ? undefined : { attempt, table: Number(table), sequence: Number(sequence) };
}

/**
 * Chooses, of all blocks that were sent to a range, those that count: of the attempts whose results do, each once. Others
 * are of members that were killed, or replaced.
 */
export class SentBlocks {
  /** By attempt. */
  readonly #waiting: ReadonlyMap<string, Set<number>>;

  /** @param sent how many blocks each attempt that counts has sent to the range */
  constructor(sent: ReadonlyMap<string, number>) {
    this.#waiting = new Map(
      [...sent].map(([attempt, count]) => [attempt, new Set(Array.from({ length: count }, (_, at) => at))]),
    );
  }

  /** Whether the block counts. */
  take({ attempt, sequence }: BlockOrigin): boolean {
    return this.#waiting.get(attempt)?.delete(sequence) === true;
  }

  /** Blocks that have not come. */
  get missing(): number {
    return [...this.#waiting.values()].reduce((sum, { size }) => sum + size, 0);
  }
}
