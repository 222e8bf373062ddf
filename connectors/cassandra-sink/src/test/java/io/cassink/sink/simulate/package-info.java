/**
 * Runs the production task over a virtual clock, consumer, session and reporter, many thousand
 * times with everything drawn at random, and judges each table: docs/decisions/simulator.md.
 */
package io.cassink.sink.simulate;
