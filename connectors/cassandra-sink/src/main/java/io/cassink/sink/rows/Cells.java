package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import io.cassink.sink.cluster.TableLayout;
import java.nio.ByteBuffer;

/**
 * How many cells a value has. A list, set, map or user-defined type that is not frozen has one for
 * each element, each with a write time of its own, and a server counts them all when it measures a
 * batch.
 */
final class Cells {
  private Cells() {}

  static boolean areSeveral(DataType type) {
    return isCollection(type) || (type instanceof UserDefinedType udt && !udt.isFrozen());
  }

  /** The cells of a value whose type may have several. */
  static int count(DataType type, ByteBuffer value) {
    return type instanceof UserDefinedType udt
        ? udt.getFieldNames().size()
        : value.getInt(value.position());
  }

  private static boolean isCollection(DataType type) {
    return TableLayout.growsWhenRepeated(type)
        || (type instanceof SetType set && !set.isFrozen())
        || (type instanceof MapType map && !map.isFrozen());
  }
}
