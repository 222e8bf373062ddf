/** Where a check looks: at the text alone, through Connect's own validation, or at live topics and tables. */
export type CheckLevel = "config" | "connect" | "cluster";

/** Something in a connector's config that will not work, or that its owner may not have meant. */
export interface ConfigFinding {
  readonly level: CheckLevel;
  /** A config with a `warning` can be deployed and works, but may lose or delay records. */
  readonly severity: "error" | "warning";
  readonly key: string;
  /** Characters before the offending word in the key's value. */
  readonly position?: number;
  readonly message: string;
  readonly hint?: string;
}

/** `key at 5: message; hint`. */
export function findingText({ key, position, message, hint }: ConfigFinding): string {
  const place = position === undefined ? key : `${key} at ${position + 1}`;
  return `${place}: ${message}${hint === undefined ? "" : `; ${hint}`}`;
}

export const errorInConfig = { level: "config", severity: "error" } as const;
export const warningInConfig = { level: "config", severity: "warning" } as const;
export const errorInCluster = { level: "cluster", severity: "error" } as const;
export const warningInCluster = { level: "cluster", severity: "warning" } as const;
