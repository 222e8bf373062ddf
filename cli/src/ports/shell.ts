/** Runs what a user gives as a command. */
export interface Shell {
  /**
   * Runs a line of the shell with these bytes on its standard input, and ends it, with all that it has started, when the
   * signal is aborted: it then rejects with the signal's reason.
   */
  run(
    line: string,
    input: Uint8Array,
    signal: AbortSignal,
  ): Promise<{
    /** 0 is well; else its exit code, the signal that ended it, or why it did not start. */
    readonly end: number | string;
    readonly output: Uint8Array;
    /** What it wrote on its standard error, the last 2,000 characters. */
    readonly errors: string;
  }>;
}
