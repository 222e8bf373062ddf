package io.cassink.sink.mapping;

import io.cassink.sink.mapping.CqlTokens.Token;
import io.cassink.sink.mapping.CustomQuery.Kind;
import io.cassink.sink.mapping.CustomQuery.Statement;
import io.cassink.sink.mapping.CustomQuery.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parses what {@link CustomQuery} holds. INSERT, UPDATE, DELETE and APPLY are reserved words. */
final class QueryParser {
  /** Words before a bracket that are no functions. */
  private static final Set<String> NO_FUNCTIONS = Set.of("VALUES", "IN", "AND", "IF", "WHERE");

  private final String text;
  private final List<Token> tokens;
  private final Set<String> functions = new HashSet<>();
  private int at;

  QueryParser(String text, List<Token> tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  CustomQuery parse() {
    boolean isBatch = take("BEGIN");
    boolean batchSetsWriteTime = false;
    if (isBatch) {
      while (at < tokens.size() && !isVerb(peek())) {
        batchSetsWriteTime |= peek().is("TIMESTAMP");
        at++;
      }
    }
    List<Statement> statements = new ArrayList<>();
    do {
      statements.add(statement(batchSetsWriteTime));
    } while (isBatch && isVerb(peek()));
    if (isBatch && !(take("APPLY") && take("BATCH"))) {
      throw wrong("a BATCH ends with APPLY BATCH");
    }
    take(";");
    if (at < tokens.size()) {
      throw wrong("it goes on after its end; several statements need BEGIN BATCH and APPLY BATCH");
    }
    return new CustomQuery(text, statements, functions);
  }

  private Statement statement(boolean batchSetsWriteTime) {
    if (!isVerb(peek())) {
      throw wrong(
          "it must be an INSERT, an UPDATE, a DELETE or a BATCH of them"
              + (peek().name() == null ? "" : ", not " + peek().text()));
    }
    Kind kind = Kind.valueOf(next().text());
    int end = endOfStatement();
    List<Write> writes = kind == Kind.DELETE ? writes(indexOf(end, "FROM")) : new ArrayList<>();
    if (kind != Kind.UPDATE && !(take("INTO") || take("FROM"))) {
      throw wrong("after " + kind + " comes " + (kind == Kind.INSERT ? "INTO" : "FROM"));
    }
    String first = name("a table");
    String second = take(".") ? name("a table") : null;
    boolean isJson = kind == Kind.INSERT && peek().is("JSON");
    if (kind == Kind.INSERT && take("(")) {
      writes = writes(indexOf(end, ")"));
      take(")");
    }
    int afterTable = at;
    if (kind == Kind.UPDATE) {
      at = indexOf(end, "SET");
      if (!take("SET")) {
        throw wrong("an UPDATE needs SET");
      }
      writes = writes(Math.min(indexOf(end, "WHERE"), indexOf(end, "IF")));
    }
    Statement made =
        new Statement(
            kind,
            second == null ? null : first,
            second == null ? first : second,
            List.copyOf(writes),
            isJson,
            has(afterTable, end, "IF"),
            batchSetsWriteTime || uses(afterTable, end, "TIMESTAMP"),
            uses(afterTable, end, "TTL"));
    findFunctions(afterTable, end);
    at = end;
    take(";");
    return made;
  }

  /** The columns of a list that ends there, for example {@code a, l[0], u.f = ?}. */
  private List<Write> writes(int end) {
    List<Write> writes = new ArrayList<>();
    while (at < end) {
      String column = name("a column");
      boolean isOfElement = peek().is("[") || peek().is(".");
      writes.add(new Write(column, isOfElement));
      for (int depth = 0; at < end && !(depth == 0 && peek().is(",")); at++) {
        depth += depthOf(peek());
      }
      at += at < end ? 1 : 0;
    }
    return writes;
  }

  /** A {@code name(} is a call, except where it is a word of CQL. */
  private void findFunctions(int from, int end) {
    for (int i = from; i + 1 < end; i++) {
      Token token = tokens.get(i);
      if (token.name() != null
          && tokens.get(i + 1).is("(")
          && !NO_FUNCTIONS.contains(token.text())) {
        functions.add(token.name());
      }
    }
  }

  private boolean uses(int from, int end, String option) {
    for (int i = from; i < end; i++) {
      if (tokens.get(i).is("USING")) {
        int until =
            Arrays.stream(new int[] {find(i, end, "SET"), find(i, end, "WHERE"), end})
                .min()
                .orElse(end);
        return find(i, until, option) < until;
      }
    }
    return false;
  }

  private boolean has(int from, int end, String word) {
    return find(from, end, word) < end;
  }

  /** The index of a word that is not inside brackets, or the end. */
  private int find(int from, int end, String word) {
    int depth = 0;
    for (int i = from; i < end; i++) {
      if (depth == 0 && tokens.get(i).is(word)) {
        return i;
      }
      depth += depthOf(tokens.get(i));
    }
    return end;
  }

  private int indexOf(int end, String word) {
    return find(at, end, word);
  }

  private static int depthOf(Token token) {
    if (token.is("(") || token.is("[") || token.is("{")) {
      return 1;
    }
    return token.is(")") || token.is("]") || token.is("}") ? -1 : 0;
  }

  private int endOfStatement() {
    for (int i = at; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.is(";") || token.is("APPLY") || isVerb(token)) {
        return i;
      }
    }
    return tokens.size();
  }

  private static boolean isVerb(Token token) {
    return token.is("INSERT") || token.is("UPDATE") || token.is("DELETE");
  }

  private Token peek() {
    return at < tokens.size() ? tokens.get(at) : new Token(null, "");
  }

  private Token next() {
    return tokens.get(at++);
  }

  private boolean take(String wordOrSymbol) {
    boolean is = peek().is(wordOrSymbol);
    at += is ? 1 : 0;
    return is;
  }

  private String name(String what) {
    if (peek().name() == null) {
      throw wrong("expected the name of " + what);
    }
    return next().name();
  }

  private static IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(message);
  }
}
