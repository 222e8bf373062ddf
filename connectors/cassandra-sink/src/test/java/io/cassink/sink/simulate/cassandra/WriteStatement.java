package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.type.DataType;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A parsed INSERT, UPDATE or DELETE.
 *
 * @param variables in the order in which they are bound
 * @param writeTime of USING TIMESTAMP, or null
 * @param timeToLive of USING TTL, or null
 */
record WriteStatement(
    Kind kind,
    ColumnDefinitions table,
    List<Variable> variables,
    Term writeTime,
    Term timeToLive,
    List<Restriction> restrictions,
    List<Operation> operations) {

  enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  /** A bind variable: named, or {@code ?} and called by what it is for. */
  record Variable(String name, DataType type) {}

  /** Whether the variable is the value of a key's column. */
  boolean bindsKey(ColumnDefinitions.Column column, int variable) {
    return restrictions.stream()
        .anyMatch(r -> r.column().equals(column) && r.value().variable() == variable);
  }

  /** A place for a value: null, unset, or its bytes. */
  record Term(int variable, ByteBuffer literal) {
    ByteBuffer value(List<ByteBuffer> bound) {
      return variable >= 0 ? bound.get(variable) : literal;
    }
  }

  /** On a column of the key, such as {@code c > ?}. */
  record Restriction(ColumnDefinitions.Column column, String operator, Term value) {}

  /** What is done to a column. */
  enum Change {
    SET,
    /** {@code c = c + value}: adds to a counter, a list, a set or a map. */
    ADD,
    /** {@code c = c - value} of a counter. */
    SUBTRACT,
    /** {@code c[key] = value} of a map. */
    PUT,
    /** {@code DELETE c}. */
    REMOVE,
    /** {@code DELETE c[key]} of a map or set. */
    REMOVE_ELEMENT
  }

  /**
   * @param key null unless an element is meant
   */
  record Operation(ColumnDefinitions.Column column, Change change, Term key, Term value) {}
}
