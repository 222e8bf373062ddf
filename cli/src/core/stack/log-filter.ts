/** From the least to the most severe. */
export const logLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogWish {
  /** The least severe level that is shown. */
  readonly level?: LogLevel;
  /** Milliseconds since the Unix epoch. */
  readonly since?: number;
  /** Matches a line of the entry, which may be one of its stack trace. */
  readonly pattern?: RegExp;
}

/** As the local stack's servers write it (logging.ts): `2026-03-02T08:15:30,120 WARN  …`, in the time of this machine. */
const head = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d),(\d{3}) +([A-Z]+) /;

/** Whether an entry begins with the line. */
export const isEntryHead = (line: string): boolean => head.test(line);

/**
 * Chooses entries of one server's log: a line with a time and a level, and the lines behind it that have none, as a stack
 * trace. Lines before the first such line are of an entry that is not known; a level or a time leaves them out.
 */
export class LogFilter {
  readonly #wish: LogWish;
  /** Whether the log has lines with a time and a level: what a process prints has none. */
  hasEntries = false;
  #passes: boolean;
  #isMatched: boolean;
  /** Lines of an entry that has not matched yet. */
  #held: string[] = [];

  constructor(wish: LogWish) {
    this.#wish = wish;
    this.#passes = wish.level === undefined && wish.since === undefined;
    this.#isMatched = wish.pattern === undefined;
  }

  /** Takes the log's next line, and gives the lines that are to be shown now. */
  take(line: string): readonly string[] {
    const { pattern } = this.#wish;
    const found = head.exec(line);
    if (found !== null) {
      this.hasEntries = true;
      this.#passes = this.#isWanted(found);
      this.#isMatched = pattern === undefined;
      this.#held = [];
    }
    if (!this.#passes) return [];
    this.#isMatched ||= pattern?.test(line) === true;
    if (!this.#isMatched) {
      this.#held.push(line);
      return [];
    }
    const shown = [...this.#held, line];
    this.#held = [];
    return shown;
  }

  #isWanted([, day = "", clock = "", milliseconds = "", level = ""]: RegExpExecArray): boolean {
    const { level: least, since } = this.#wish;
    const rank = logLevels.findIndex((known) => known === level);
    if (least !== undefined && rank < logLevels.indexOf(least)) return false;
    // Without a zone, the text is of this machine's.
    return since === undefined || Date.parse(`${day}T${clock}.${milliseconds}`) >= since;
  }
}
