/** A name as CQL takes it literally: in double quotes, which are doubled inside. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"keyspace"."table"`. */
export function qualifiedName(keyspace: string, name: string): string {
  return `${quotedName(keyspace)}.${quotedName(name)}`;
}
