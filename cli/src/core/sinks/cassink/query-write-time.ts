const token =
  /--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\$\$[\s\S]*?\$\$|"(?:[^"]|"")*"|[A-Za-z_]\w*|\S/g;
const isVerb = (word: string): boolean => ["INSERT", "UPDATE", "DELETE"].includes(word);

/**
 * Whether the sink sends a write time with a query of the user's own, as QueryRules of connectors/cassandra-sink decides
 * for a table without counters: not with a lightweight transaction, nor where each statement sets its own.
 */
export function takesWriteTime(query: string): boolean {
  const words = [...query.matchAll(token)]
    .map(([word]) => word)
    .filter((word) => !/^(--|\/\/|\/\*)/.test(word))
    .map((word) => (/^[A-Za-z_]/.test(word) ? word.toUpperCase() : word));
  const starts = words.flatMap((word, index) => (isVerb(word) ? [index] : []));
  // BEGIN BATCH USING TIMESTAMP is of all its statements.
  const isOfBatch = words.slice(0, starts[0] ?? 0).includes("TIMESTAMP");
  const statements = starts.map((start, index) => outside(words.slice(start + 1, starts[index + 1])));
  const isConditional = statements.some((statement) => statement.includes("IF"));
  return !isConditional && !statements.every((statement) => isOfBatch || setsWriteTime(statement));
}

/** The words that are in no brackets. */
function outside(words: readonly string[]): readonly string[] {
  let depth = 0;
  return words.filter((word) => {
    if ("([{".includes(word)) depth++;
    if (")]}".includes(word)) depth--;
    return depth === 0;
  });
}

function setsWriteTime(statement: readonly string[]): boolean {
  const using = statement.indexOf("USING");
  if (using === -1) return false;
  const options = statement.slice(using);
  const end = options.findIndex((word) => word === "SET" || word === "WHERE");
  return options.slice(0, end === -1 ? options.length : end).includes("TIMESTAMP");
}
