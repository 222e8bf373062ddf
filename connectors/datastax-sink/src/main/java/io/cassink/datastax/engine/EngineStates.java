package io.cassink.datastax.engine;

import com.datastax.oss.common.sink.AbstractSinkTask;
import com.datastax.oss.common.sink.config.CassandraSinkConfig;
import com.datastax.oss.common.sink.state.InstanceState;
import com.datastax.oss.common.sink.state.LifeCycleManager;
import com.datastax.oss.common.sink.util.SinkUtil;
import com.datastax.oss.driver.api.core.CqlSession;
import io.cassink.datastax.errors.ErrorPolicy;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;

/**
 * Puts a connector's shared state (session, prepared statements) where the engine looks for it.
 *
 * <p>The engine would build the state itself, but from a configuration object that it logs with the
 * passwords, and it has no public method that takes another one. So two of its private members are
 * used by reflection; the engine's version is pinned, and the tests fail if their names change.
 */
final class EngineStates {
  private static final ConcurrentMap<String, InstanceState> STATES = states();
  private static final Method BUILD = buildMethod();

  private EngineStates() {}

  /**
   * Builds the state for the connector, unless another of its tasks has done so.
   *
   * @param settings the connector's settings
   * @param task gives the application's name and version
   * @throws com.datastax.oss.common.sink.ConfigException if a setting is wrong
   */
  static void prepare(Map<String, String> settings, AbstractSinkTask task) {
    STATES.computeIfAbsent(settings.get(SinkUtil.NAME_OPT), name -> build(settings, task));
  }

  private static InstanceState build(Map<String, String> settings, AbstractSinkTask task) {
    CassandraSinkConfig config = new MaskedConfig(settings);
    ErrorPolicy.of(config);
    CqlSession session =
        LifeCycleManager.buildCqlSession(config, task.version(), task.applicationName());
    try {
      return (InstanceState) BUILD.invoke(null, session, config);
    } catch (InvocationTargetException e) {
      // The engine leaves the session open here, so each restart of the task would leak one more.
      session.close();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static ConcurrentMap<String, InstanceState> states() {
    try {
      Field field = LifeCycleManager.class.getDeclaredField("INSTANCE_STATES");
      field.setAccessible(true);
      return (ConcurrentMap<String, InstanceState>) field.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The engine has another shape than the one pinned", e);
    }
  }

  private static Method buildMethod() {
    try {
      Method method =
          LifeCycleManager.class.getDeclaredMethod(
              "buildInstanceState", CqlSession.class, CassandraSinkConfig.class);
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The engine has another shape than the one pinned", e);
    }
  }
}
