package io.cassink.datastax.support;

import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import com.datastax.oss.driver.internal.core.context.InternalDriverContext;
import java.lang.reflect.Proxy;

/** A driver context without a session: protocol version 4 and a codec registry. */
public final class DriverContextStub {
  private DriverContextStub() {}

  public static InternalDriverContext with(CodecRegistry registry) {
    return (InternalDriverContext)
        Proxy.newProxyInstance(
            DriverContextStub.class.getClassLoader(),
            new Class<?>[] {InternalDriverContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getProtocolVersion" -> DefaultProtocolVersion.V4;
                  case "getCodecRegistry" -> registry;
                  default -> throw new UnsupportedOperationException(method.toString());
                });
  }
}
