package io.cassink.sink.mapping;

import java.util.List;
import java.util.Set;

/**
 * A query of the user's own, as far as the sink must understand it: what it writes, and what that
 * depends on. Whether it is right CQL is for a server to say.
 *
 * @param statements one, or those of a BATCH
 * @param functions the names of all functions that it calls
 */
public record CustomQuery(String text, List<Statement> statements, Set<String> functions) {
  /** What a statement does. */
  public enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  /**
   * One INSERT, UPDATE or DELETE.
   *
   * @param keyspace null where it is not named
   * @param writes columns that it sets or deletes; empty for a DELETE of rows
   * @param isJson whether it is an INSERT of JSON, which may set every column
   * @param isConditional whether it is a lightweight transaction
   */
  public record Statement(
      Kind kind,
      String keyspace,
      String table,
      List<Write> writes,
      boolean isJson,
      boolean isConditional,
      boolean setsWriteTime,
      boolean setsTimeToLive) {}

  /**
   * @param isOfElement whether it is of one element or field only, as in {@code l[0] = ?}
   */
  public record Write(String column, boolean isOfElement) {}

  public CustomQuery {
    statements = List.copyOf(statements);
    functions = Set.copyOf(functions);
  }

  /**
   * @throws IllegalArgumentException saying what it must be instead
   */
  public static CustomQuery parse(String text) {
    return new QueryParser(text, CqlTokens.of(text)).parse();
  }

  /** Whether it has a lightweight transaction, which takes no write time from a client. */
  public boolean isConditional() {
    return statements.stream().anyMatch(Statement::isConditional);
  }

  /** Whether each of its statements sets its write time itself. */
  public boolean setsWriteTime() {
    return statements.stream().allMatch(Statement::setsWriteTime);
  }

  public boolean setsTimeToLive() {
    return statements.stream().anyMatch(Statement::setsTimeToLive);
  }
}
