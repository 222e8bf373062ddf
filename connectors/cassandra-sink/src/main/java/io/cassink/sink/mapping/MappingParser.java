package io.cassink.sink.mapping;

import io.cassink.sink.mapping.FieldPath.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Parses {@code column = field, column = field}. After a mistake it goes on at the next comma, so
 * that every mistake is reported at once.
 *
 * <pre>
 * mapping = entry { "," entry }
 * entry   = name "=" source
 * source  = "now()" | "key" | "value" | ("key" | "value" | "header") "." path
 * path    = name { "." name | "[" digits "]" }
 * name    = one or more of A-Z a-z 0-9 _ | '"' any, with "" for a quote '"'
 * </pre>
 */
public final class MappingParser {
  private static final List<String> PARTS = List.of("key", "value", "header", "now()");

  private final String text;
  private final List<Problem> problems = new ArrayList<>();
  private int at;

  private MappingParser(String text) {
    this.text = text;
  }

  /** Never throws: mistakes are in the result. */
  public static Result parse(String text) {
    return new MappingParser(text).mapping();
  }

  private Result mapping() {
    List<Mapping.Entry> entries = new ArrayList<>();
    Set<Target> targets = new HashSet<>();
    if (text.isBlank()) {
      problems.add(new Problem(1, "the mapping is empty; expected column=field"));
      return new Result(new Mapping(entries), problems);
    }
    do {
      try {
        Mapping.Entry entry = entry();
        if (targets.add(entry.target())) {
          entries.add(entry);
        } else {
          problems.add(new Problem(entry.position(), entry.target() + " is mapped more than once"));
        }
      } catch (Mistake mistake) {
        problems.add(mistake.problem);
        skipToComma();
      }
    } while (take(','));
    return new Result(new Mapping(entries), problems);
  }

  private Mapping.Entry entry() throws Mistake {
    skipSpace();
    int position = at + 1;
    Target target = target();
    skipSpace();
    if (!take('=')) {
      throw mistake("expected '=' after " + target);
    }
    skipSpace();
    Source source = source();
    skipSpace();
    if (at < text.length() && text.charAt(at) != ',') {
      throw mistake("expected ',' or the end, found '" + text.charAt(at) + "'");
    }
    return new Mapping.Entry(target, source, position);
  }

  private Target target() throws Mistake {
    boolean quoted = peek('"');
    String name = name("a column");
    if (!quoted && name.equals("__ttl")) {
      return new Target.TimeToLive();
    }
    if (!quoted && name.equals("__timestamp")) {
      return new Target.WriteTime();
    }
    return new Target.Column(name);
  }

  private Source source() throws Mistake {
    int start = at;
    if (peek('"')) {
      throw mistake("a field begins with key, value or header, not with a quoted name");
    }
    String word = name("a field");
    if (word.equals("now") && take('(')) {
      skipSpace();
      if (!take(')')) {
        throw mistake("expected ')' after now(");
      }
      return new Source.Now();
    }
    RecordPart part = part(word, start);
    if (!take('.')) {
      if (part == RecordPart.HEADER) {
        throw new Mistake(start + 1, "header alone names nothing; write header.name");
      }
      return new Source.Whole(part);
    }
    return new Source.Field(part, path());
  }

  private RecordPart part(String word, int start) throws Mistake {
    for (RecordPart part : RecordPart.values()) {
      if (part.word().equals(word)) {
        return part;
      }
    }
    Optional<String> near = NearestWord.to(word, PARTS);
    throw new Mistake(
        start + 1,
        "'"
            + word
            + "' is neither key, value, header nor now()"
            + near.map(known -> "; did you mean '" + known + "'?").orElse(""));
  }

  private FieldPath path() throws Mistake {
    int start = at;
    List<Step> steps = new ArrayList<>();
    boolean canBeLiteral = true;
    do {
      canBeLiteral &= !peek('"');
      steps.add(new Step.Name(name("a field's name")));
      while (take('[')) {
        canBeLiteral = false;
        steps.add(new Step.Index(index()));
      }
    } while (take('.'));
    if (steps.size() == 1) {
      return FieldPath.named(((Step.Name) steps.get(0)).name());
    }
    return new FieldPath(canBeLiteral ? text.substring(start, at) : null, steps);
  }

  private int index() throws Mistake {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start || at - start > 6) {
      throw new Mistake(start + 1, "expected an element's number, 0 to 999999, inside [ ]");
    }
    int index = Integer.parseInt(text.substring(start, at));
    if (!take(']')) {
      throw mistake("expected ']'");
    }
    return index;
  }

  private String name(String what) throws Mistake {
    if (peek('"')) {
      return quotedName();
    }
    int start = at;
    while (at < text.length() && Names.isNameCharacter(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
      throw mistake(
          "expected " + what + ", found " + found + "; names of other characters need \"quotes\"");
    }
    return text.substring(start, at);
  }

  private String quotedName() throws Mistake {
    int start = at++;
    StringBuilder name = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        name.append(c);
      } else if (peek('"')) {
        name.append('"');
        at++;
      } else if (name.isEmpty()) {
        throw new Mistake(start + 1, "a quoted name is empty");
      } else {
        return name.toString();
      }
    }
    throw new Mistake(start + 1, "a quoted name does not end");
  }

  private void skipToComma() {
    boolean quoted = false;
    while (at < text.length() && (quoted || text.charAt(at) != ',')) {
      quoted ^= text.charAt(at) == '"';
      at++;
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean take(char c) {
    if (peek(c)) {
      at++;
      return true;
    }
    return false;
  }

  private Mistake mistake(String message) {
    return new Mistake(at + 1, message);
  }

  private static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Mistake(int position, String message) {
      super(message, null, false, false);
      this.problem = new Problem(position, message);
    }
  }

  /**
   * One mistake in a mapping's text.
   *
   * @param position of the wrong character, counted from 1
   */
  public record Problem(int position, String message) {
    @Override
    public String toString() {
      return "at position " + position + ": " + message;
    }
  }

  /**
   * The result of parsing a mapping's text.
   *
   * @param mapping every entry that could be read
   * @param problems every mistake, in the order of the text; empty for a correct mapping
   */
  public record Result(Mapping mapping, List<MappingParser.Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }
}
