package io.cassink.sink.order;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The bytes of all arrays of numbers that an object of this package holds on to. */
final class ArrayBytes {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private ArrayBytes() {}

  static long of(Object object) throws ReflectiveOperationException {
    return new ArrayBytes().sum(object);
  }

  private long sum(Object object) throws ReflectiveOperationException {
    if (object == null || !seen.add(object)) {
      return 0;
    }
    Class<?> type = object.getClass();
    if (type.isArray()) {
      int each = type.getComponentType() == long.class ? Long.BYTES : Integer.BYTES;
      return (long) each * Array.getLength(object);
    }
    if (type.isHidden() || !type.getPackageName().equals(ArrayBytes.class.getPackageName())) {
      return 0;
    }
    long sum = 0;
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
        field.setAccessible(true);
        sum += sum(field.get(object));
      }
    }
    return sum;
  }
}
