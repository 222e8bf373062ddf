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

/** Cassandra's reserved words (its `ReservedKeywords`), which are names only in quotes. */
const reservedWords = new Set(
  (
    "add allow alter and apply asc authorize batch begin by columnfamily create default delete desc describe drop " +
    "entries execute from full grant if in index infinity insert into is keyspace limit materialized mbean mbeans " +
    "modify nan norecursive not null of on or order primary rename replace revoke schema select set table to token " +
    "truncate unlogged unset update use using view where with"
  ).split(" "),
);

/** The name as CQL has it, in quotes only where it needs them: `user_id`, `"userId"`, `"order"`. */
export function shortName(name: string): string {
  return /^[a-z][a-z0-9_]*$/.test(name) && !reservedWords.has(name) ? name : quotedName(name);
}
