/** Where a check looks: at the text alone, through Connect's own validation, or at live topics and tables. */
export type CheckLevel = "config" | "connect" | "cluster";

/** Something in a connector's config that will not work, or that its owner may not have meant. */
export interface ConfigFinding {
  readonly level: CheckLevel;
  /** A `warning` works, and may lose or delay records; nothing is held up by it. */
  readonly severity: "error" | "warning";
  readonly key: string;
  /** Characters before the offending word in the key's value. */
  readonly position?: number;
  readonly message: string;
  readonly hint?: string;
}
