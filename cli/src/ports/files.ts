export interface Files {
  /** The text of a file, or of standard input for `-`. Throws InputError naming the path when it cannot be read. */
  readText(path: string): Promise<string>;
  /** The file's lines, or standard input's for `-`, without their line ends; they end when the signal is aborted. */
  readLines(path: string, signal?: AbortSignal): AsyncIterable<string>;
  /** Writes a file that only its owner may read, over one that is there. Throws InputError naming the path. */
  writeText(path: string, text: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  isFolder(path: string): Promise<boolean>;
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Absolute path of `path`, taken from the folder of `base` when it is relative. */
  resolve(base: string, path: string): string;
  /** A path as it is found from the folder of `base`; an absolute one as it is. */
  relative(base: string, path: string): string;
}
