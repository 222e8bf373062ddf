/** What the processors of a machine have done since it was started, all of them together, in milliseconds. */
export interface ProcessorTimes {
  /** Programs, those with a low priority included. */
  readonly user: number;
  /** The kernel, and what interrupts it. */
  readonly system: number;
  readonly idle: number;
}

/** Bytes of memory or of a disk. What only the administrator may take is neither. */
export interface Space {
  readonly used: number;
  readonly available: number;
}

/** What was measured of a machine at one moment. */
export interface HostMeasurement {
  readonly host: string;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly processors: ProcessorTimes;
  readonly memory: Space;
  /** By the paths under which the disks are mounted, or paths on them. */
  readonly disks: ReadonlyMap<string, Space>;
}

/** An event by schemas/events/monitoring.schema.json. */
interface HostReading {
  readonly host: string;
  readonly metric: "cpu" | "memory" | "disk";
  readonly at: string;
  readonly value: number;
  readonly unit: "percent" | "bytes";
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The events of one measurement. The processor's are shares of the time since the measurement before it: without one, and
 * where the counters did not rise, there are none.
 */
export function hostReadings(
  { host, time, processors, memory, disks }: HostMeasurement,
  before: Pick<HostMeasurement, "processors"> | undefined,
): readonly HostReading[] {
  const at = new Date(time).toISOString();
  const space = ({ used, available }: Space, metric: "memory" | "disk", tags: HostReading["tags"]) =>
    Object.entries({ used, available }).map(([state, value]): HostReading => ({
      host,
      metric,
      at,
      value,
      unit: "bytes",
      tags: { ...tags, state },
    }));
  const shares = before === undefined ? [] : sharesSince(before.processors, processors);
  return [
    ...shares.map(([mode, value]): HostReading => ({
      host,
      metric: "cpu",
      at,
      value,
      unit: "percent",
      tags: { mode },
    })),
    ...space(memory, "memory", {}),
    ...[...disks].flatMap(([path, disk]) => space(disk, "disk", { path })),
  ];
}

const modes = ["user", "system", "idle"] as const;

/** Percent of the time of all processors, with two digits. */
function sharesSince(
  before: ProcessorTimes,
  now: ProcessorTimes,
): readonly (readonly [mode: string, percent: number])[] {
  const spent = modes.map((mode) => [mode, now[mode] - before[mode]] as const);
  const whole = spent.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
  // They fall where a processor is taken away while the machine runs.
  if (whole <= 0 || spent.some(([, milliseconds]) => milliseconds < 0)) return [];
  return spent.map(([mode, milliseconds]) => [mode, Math.round((10_000 * milliseconds) / whole) / 100]);
}
