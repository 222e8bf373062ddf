package io.cassink.sink.simulate.generate;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Values of each type, which mostly fall along the log: where times are equal, the first wins. */
final class RandomValues {
  private static final UserDefinedType PAIR =
      new UserDefinedTypeBuilder(
              CqlIdentifier.fromInternal("ks"), CqlIdentifier.fromInternal("pair"))
          .withField(CqlIdentifier.fromInternal("a"), DataTypes.INT)
          .withField(CqlIdentifier.fromInternal("b"), DataTypes.TEXT)
          .build();

  private static final List<DataType> TYPES =
      List.of(
          DataTypes.TEXT,
          DataTypes.INT,
          DataTypes.BIGINT,
          DataTypes.DECIMAL,
          DataTypes.BOOLEAN,
          DataTypes.TEXT,
          DataTypes.listOf(DataTypes.INT, true),
          DataTypes.setOf(DataTypes.TEXT, false),
          DataTypes.mapOf(DataTypes.TEXT, DataTypes.INT, false),
          DataTypes.setOf(DataTypes.INT, true),
          PAIR.copy(true),
          PAIR.copy(false));

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  DataType type() {
    return TYPES.get(random.nextInt(TYPES.size()));
  }

  /** The types of a key's column that has several spellings, and of some that have one. */
  DataType partitionKeyType() {
    return random.nextInt(5) == 0
        ? DataTypes.setOf(DataTypes.INT, true)
        : List.of(DataTypes.INT, DataTypes.TEXT, DataTypes.BIGINT).get(random.nextInt(3));
  }

  DataType clusteringType() {
    return List.of(
            DataTypes.INT, DataTypes.TEXT, DataTypes.DECIMAL, DataTypes.setOf(DataTypes.INT, true))
        .get(random.nextInt(4));
  }

  static Object key(DataType type, int number) {
    if (type.equals(DataTypes.TEXT)) {
      return "k" + number;
    }
    if (type.equals(DataTypes.BIGINT)) {
      return (long) number;
    }
    if (type.equals(DataTypes.DECIMAL)) {
      return BigDecimal.valueOf(number);
    }
    return type instanceof SetType ? Set.of(number, number + 1_000) : (Object) number;
  }

  /**
   * @param rank which falls along the log
   */
  Object value(DataType type, int rank) {
    int number = random.nextInt(4) == 0 ? random.nextInt(1_000_000) : rank;
    if (type.equals(DataTypes.TEXT)) {
      return text(number);
    }
    if (type.equals(DataTypes.INT)) {
      return number;
    }
    if (type.equals(DataTypes.BIGINT)) {
      return number * 5_000_000_000L;
    }
    if (type.equals(DataTypes.DECIMAL)) {
      return BigDecimal.valueOf(number, random.nextInt(3));
    }
    if (type.equals(DataTypes.BOOLEAN)) {
      return random.nextBoolean();
    }
    if (type instanceof ListType) {
      List<Object> list = new ArrayList<>();
      list.add(number);
      for (int i = random.nextInt(3); i > 0; i--) {
        list.add(random.nextInt(100));
      }
      return list;
    }
    if (type instanceof SetType set) {
      Set<Object> elements = new LinkedHashSet<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        elements.add(set.getElementType().equals(DataTypes.INT) ? number + i : text(number + i));
      }
      return elements;
    }
    if (type instanceof MapType) {
      Map<String, Object> entries = new LinkedHashMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        entries.put("m" + random.nextInt(5), number + i);
      }
      return entries;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("a", number);
    fields.put("b", random.nextBoolean() ? text(number) : null);
    return fields;
  }

  private static String text(int number) {
    return "t" + (10_000_000 + number);
  }
}
