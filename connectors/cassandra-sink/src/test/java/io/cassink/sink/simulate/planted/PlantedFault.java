package io.cassink.sink.simulate.planted;

import java.util.List;

/**
 * A change of one class.
 *
 * @param name of the fault, as the recorded seeds call it
 * @param file of the class, below {@code io/cassink/sink}
 * @param edits texts of it and what stands there instead; each text occurs once
 */
record PlantedFault(String name, String file, List<Edit> edits) {
  record Edit(String text, String instead) {}

  static PlantedFault of(String name, String file, String text, String instead) {
    return new PlantedFault(name, file, List.of(new Edit(text, instead)));
  }

  PlantedFault and(String text, String instead) {
    List<Edit> more = new java.util.ArrayList<>(edits);
    more.add(new Edit(text, instead));
    return new PlantedFault(name, file, more);
  }

  /**
   * @throws IllegalStateException where the class has changed, so that the fault must be written
   *     anew
   */
  String applyTo(String source) {
    String changed = source;
    for (Edit edit : edits) {
      int at = changed.indexOf(edit.text());
      if (at < 0 || changed.indexOf(edit.text(), at + 1) >= 0) {
        throw new IllegalStateException(
            "the fault "
                + name
                + " no longer fits "
                + file
                + ", which should have once: "
                + edit.text()
                + "; correct it in Faults, then npm run simulate:planted -- --record");
      }
      changed = changed.replace(edit.text(), edit.instead());
    }
    return changed;
  }
}
