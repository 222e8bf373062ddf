import type { TopicPosition } from "../kafka/position.js";

/** Where reading begins: at an end, an offset (of one partition, where it says so), or the first record of a time on. */
export type ReadStart =
  | { readonly kind: "earliest" }
  | { readonly kind: "latest" }
  | { readonly kind: "offset"; readonly offset: number; readonly of?: TopicPosition }
  /** Milliseconds since the Unix epoch. */
  | { readonly kind: "time"; readonly time: number }
  /** Milliseconds before now. */
  | { readonly kind: "ago"; readonly milliseconds: number };
