/**
 * A Cassandra of one node in memory: the statements that the sink sends, and what a read then sees.
 * Held to the real one by {@code VirtualTableTest}. What it leaves out is listed in
 * docs/decisions/simulator.md.
 */
package io.cassink.sink.simulate.cassandra;
