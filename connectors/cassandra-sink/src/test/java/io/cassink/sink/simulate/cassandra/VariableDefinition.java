package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.detach.AttachmentPoint;
import com.datastax.oss.driver.api.core.type.DataType;

/** A bind variable as a server describes it. */
record VariableDefinition(ColumnDefinitions table, WriteStatement.Variable variable)
    implements ColumnDefinition {
  @Override
  public CqlIdentifier getKeyspace() {
    return CqlIdentifier.fromInternal(table.keyspace());
  }

  @Override
  public CqlIdentifier getTable() {
    return CqlIdentifier.fromInternal(table.table());
  }

  @Override
  public CqlIdentifier getName() {
    return CqlIdentifier.fromInternal(variable.name());
  }

  @Override
  public DataType getType() {
    return variable.type();
  }

  @Override
  public boolean isDetached() {
    return true;
  }

  @Override
  public void attach(AttachmentPoint attachmentPoint) {
    // Types of the driver's own codecs need no session.
  }
}
