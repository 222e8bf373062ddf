/** A cause without the numbers of the driver's objects, which make ten texts of one cause. */
export const causeKey = (cause: string): string => cause.replaceAll(/\bhashCode=[0-9a-f]+|\[s\d+\|/g, "");

/**
 * The line of a Java stack trace that says what happened first: its last `Caused by:`, else its first line. An
 * exception of Cassink's sink is preferred to its causes, because it names the record, the column and what to do. The
 * lines of a message are joined.
 */
export function rootCause(trace: string): string {
  const lines = trace.split(/\r?\n/);
  const sinkFrame = lines.findIndex((line) => /^\s*at io\.cassink\.sink\./.test(line));
  const isHead = (line: string): boolean => line.startsWith("Caused by: ");
  const start = Math.max(0, (sinkFrame === -1 ? lines : lines.slice(0, sinkFrame)).findLastIndex(isHead));
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^\s*(at |\.\.\. \d+ |Caused by: |Suppressed: )|^\s*$/.test(line));
  const message = [lines[start] ?? "", ...rest.slice(0, end === -1 ? rest.length : end)];
  return message
    .map((line) => line.trim())
    .join(" ")
    .replace(/^Caused by: /, "");
}
