package io.cassink.sink.mapping;

/**
 * One thing wrong with a mapping's text.
 *
 * @param position of the offending character, counted from 1
 */
public record MappingProblem(int position, String message) {
  @Override
  public String toString() {
    return "at position " + position + ": " + message;
  }
}
