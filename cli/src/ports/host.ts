import type { ProcessorTimes, Space } from "../core/generate/host-readings.js";

/** The machine on which this program runs. */
export interface Host {
  readonly name: string;
  processors(): ProcessorTimes;
  memory(): Space;
  /**
   * The disk on which a path lies.
   * @throws InputError for a path that is not there, or of which the system says nothing
   */
  disk(path: string): Promise<Space>;
}
