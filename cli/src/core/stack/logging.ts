import { xmlText } from "./texts.js";

/**
 * Each log is rolled at 20 MB and one old file is kept, so that a connector that fails and restarts all night cannot
 * fill the disk.
 */
const size = "20MB";

/** Log4j2's configuration, for Kafka and Connect. */
export function log4jConfiguration(log: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="WARN" shutdownHook="disable">
  <Appenders>
    <RollingFile name="file" fileName="${xmlText(log)}" filePattern="${xmlText(log)}.%i">
      <PatternLayout pattern="%d{ISO8601} %-5p %m (%c{1})%n"/>
      <SizeBasedTriggeringPolicy size="${size}"/>
      <DefaultRolloverStrategy max="1"/>
    </RollingFile>
  </Appenders>
  <Loggers>
    <!-- A client whose brokers are away says "Rebootstrapping" thousands of times a second. -->
    <Logger name="org.apache.kafka.clients.Metadata" level="WARN"/>
    <Root level="INFO">
      <AppenderRef ref="file"/>
    </Root>
  </Loggers>
</Configuration>
`;
}

/** Logback's configuration, for Cassandra. */
export function logbackConfiguration(log: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <appender name="file" class="ch.qos.logback.core.rolling.RollingFileAppender">
    <file>${xmlText(log)}</file>
    <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
      <fileNamePattern>${xmlText(log)}.%i</fileNamePattern>
      <minIndex>1</minIndex>
      <maxIndex>1</maxIndex>
    </rollingPolicy>
    <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
      <maxFileSize>${size}</maxFileSize>
    </triggeringPolicy>
    <encoder>
      <pattern>%d{ISO8601} %-5level %msg \\(%logger{0}\\)%n</pattern>
    </encoder>
  </appender>
  <root level="INFO">
    <appender-ref ref="file"/>
  </root>
</configuration>
`;
}
