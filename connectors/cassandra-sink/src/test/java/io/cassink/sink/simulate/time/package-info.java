/** The clock of a simulation. */
package io.cassink.sink.simulate.time;
