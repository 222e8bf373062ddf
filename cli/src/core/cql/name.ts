/** A name in double quotes, so that CQL keeps its case and characters; quotes inside are doubled. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The literal name that a double-quoted name stands for; one without quotes is left as it is. */
export function unquotedName(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** `"keyspace"."table"`. */
export function qualifiedName(keyspace: string, name: string): string {
  return `${quotedName(keyspace)}.${quotedName(name)}`;
}
