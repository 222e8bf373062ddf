/** A logger of a worker, as Connect lists it. */
export interface Logger {
  readonly name: string;
  readonly level: string;
  /** When it was set since the worker started: milliseconds since the Unix epoch. */
  readonly changed?: number;
}

export interface LoggerLevel {
  readonly name: string;
  readonly level: string;
}

export const loggerLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"] as const;

export const rootLogger = "root";

/** Whether the first is the other or one of its children, as setting the other sets it, too. */
export function isWithin(name: string, logger: string): boolean {
  return logger === rootLogger || name === logger || name.startsWith(`${logger}.`);
}

/** The level that counts for a logger: its own, that of its nearest parent, or the root's. */
export function levelOf(name: string, loggers: readonly Logger[]): string {
  const parents = loggers.filter((logger) => isWithin(name, logger.name));
  const nearest = parents.sort((one, other) => depth(other.name) - depth(one.name))[0];
  return nearest?.level ?? "INFO";
}

const depth = (name: string): number => (name === rootLogger ? 0 : name.length);

/** What must be set, in this order, so that a logger and its children are again as they are now. */
export function levelsNow(name: string, loggers: readonly Logger[]): readonly LoggerLevel[] {
  const level = levelOf(name, loggers);
  const below = loggers.filter((logger) => logger.name !== name && isWithin(logger.name, name));
  // Setting a logger sets all below it: one with the level of the topmost is named, too, where one between has another.
  const own = ownLevels([...below, { name, level }]).filter((logger) => logger.name !== name);
  return [
    { name, level },
    ...own
      .map((logger) => ({ name: logger.name, level: logger.level }))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  ];
}

/** Those that do not log as what stands above them: the root, and each with another level than its nearest parent's. */
export function ownLevels(loggers: readonly Logger[]): readonly Logger[] {
  return loggers.filter(
    (logger) =>
      logger.name === rootLogger ||
      logger.level !==
        levelOf(
          logger.name,
          loggers.filter(({ name }) => name !== logger.name),
        ),
  );
}

/** Names of loggers, and of what stands above them: `a.b.c`, `a.b` and `a`. */
export function namesAbove(loggers: readonly Logger[]): readonly string[] {
  const names = loggers.flatMap(({ name }) => {
    const parts = name.split(".");
    return parts.map((_, index) => parts.slice(0, index + 1).join("."));
  });
  return [...new Set(names)];
}
