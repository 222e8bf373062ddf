/** A name in double quotes, so that CQL keeps its case and characters; quotes inside are doubled. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The literal name that a double-quoted name stands for; one without quotes is left as it is. */
export function unquotedName(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** The literal name that a name in CQL stands for: without quotes, Cassandra takes it in lower case. */
export function storedName(name: string): string {
  return name.startsWith('"') ? unquotedName(name) : name.toLowerCase();
}

/** `"keyspace"."table"`. */
export function qualifiedName(keyspace: string, name: string): string {
  return `${quotedName(keyspace)}.${quotedName(name)}`;
}
