/** The memory that this program may take. */
export interface Memory {
  /** Whether little is left, so that the next objects might abort the program without a word. */
  isShort(): boolean;
}
