import type { RunLine } from "../program/command-line.js";

/** Plain data: what a worker thread must know to reach the same servers. */
export type WorkerStart = Pick<RunLine, "globals" | "connections">;
