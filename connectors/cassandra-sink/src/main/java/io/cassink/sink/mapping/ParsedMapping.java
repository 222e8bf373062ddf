package io.cassink.sink.mapping;

import java.util.List;

/**
 * What a mapping's text gave.
 *
 * @param mapping every entry that could be read
 * @param problems all that is wrong, in the order of the text; empty for a correct mapping
 */
public record ParsedMapping(Mapping mapping, List<MappingProblem> problems) {
  public ParsedMapping {
    problems = List.copyOf(problems);
  }
}
