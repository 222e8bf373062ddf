/** What surrounds a task: Connect's worker, its consumer group, its reporter, and the network. */
package io.cassink.sink.simulate.worker;
