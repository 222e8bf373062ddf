package io.cassink.sink.simulate.worker;

import io.cassink.sink.simulate.generate.Disturbance;
import io.cassink.sink.simulate.generate.Disturbance.Kind;
import java.util.List;

/** Which disturbances last at a moment. */
final class Weather {
  private final List<Disturbance> disturbances;

  Weather(List<Disturbance> disturbances) {
    this.disturbances = disturbances;
  }

  boolean is(Kind kind, long now) {
    return until(kind, now) > now;
  }

  /** When the one that lasts now ends; 0 where there is none. */
  long until(Kind kind, long now) {
    long until = 0;
    for (Disturbance disturbance : disturbances) {
      if (disturbance.kind() == kind
          && disturbance.at() <= now
          && now < disturbance.at() + disturbance.nanos()) {
        until = Math.max(until, disturbance.at() + disturbance.nanos());
      }
    }
    return until;
  }
}
