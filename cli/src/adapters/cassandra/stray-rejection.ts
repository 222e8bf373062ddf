/**
 * Whether a rejection that nobody handled is one that cassandra-driver leaves behind when a node dies while it sets
 * its control connection up: it forgets the connection and goes on using it, in a promise that nobody holds. It
 * connects again by itself, and no query is touched.
 */
export function isStrayRejection({ name, stack = "" }: Partial<Error>): boolean {
  return name === "TypeError" && /cassandra-driver.lib.control-connection\.js/.test(stack);
}
