/**
 * Faults that are put into the sink on purpose, to see that the simulator finds them: each is a
 * class of the sink with some lines changed, compiled on its own and put first on the class path.
 */
package io.cassink.sink.simulate.planted;
