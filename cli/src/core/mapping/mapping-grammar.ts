import type { MappingEntry, MappingProblem } from "./mapping.js";

/** Stops the parsing of one entry of a mapping. */
export class Mistake extends Error implements MappingProblem {
  readonly position: number;

  /** @param position characters before it in the mapping's text */
  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** `__ttl` and `__timestamp` are the row's; in quotes they are columns of that name. */
export function mappingTarget(name: string, isQuoted: boolean): MappingEntry["target"] {
  if (isQuoted) return "column";
  return name === "__ttl" ? "ttl" : name === "__timestamp" ? "timestamp" : "column";
}
