/** Random configurations, logs and faults, all of one seed. */
package io.cassink.sink.simulate.generate;
