/**
 * Whether an unhandled rejection comes from a known bug of cassandra-driver. When a node dies while the driver sets up
 * its control connection, the driver goes on using the connection that it has already dropped, in a promise without a
 * handler. It reconnects by itself and no query fails. A file of its own, because main.ts imports it at every start and
 * must not load the driver with it.
 */
export function isStrayRejection({ name, stack = "" }: Partial<Error>): boolean {
  return name === "TypeError" && /cassandra-driver.lib.control-connection\.js/.test(stack);
}
