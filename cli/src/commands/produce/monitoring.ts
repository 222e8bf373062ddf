import { type HostMeasurement, hostReadings } from "../../core/generate/host-readings.js";
import type { OutgoingRecord } from "../../core/kafka/record.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { ProduceMonitoringInput } from "../../program/produce.js";
import { sendLines } from "./lines.js";
import { type ProduceResult, send } from "./send.js";
import { selectTopic } from "./selection.js";
import { ticks } from "./ticks.js";

export interface MonitoringResult extends ProduceResult {
  /** Undefined for lines of a file. */
  readonly host: string | undefined;
  readonly disks: readonly string[];
  /** Measurements of disks that failed in the midst of it, with the last reason. */
  readonly missed: number;
  readonly missedReason: string | undefined;
}

const usualInterval = 5_000;
/** Milliseconds. The system counts the processors' times in steps of ten: of less than ten steps no share can be told. */
const shortestInterval = 100;

/** Sends what this machine measures of itself each interval, until count, duration or Ctrl-C; or the lines of a file. */
export async function run(input: ProduceMonitoringInput, context: CommandContext): Promise<MonitoringResult> {
  const { interval = usualInterval } = input;
  if (input.events !== undefined) refuseMeasuringOptions(input);
  if (interval < shortestInterval) {
    throw new UsageError(`--interval is shorter than ${shortestInterval} ms`, {
      where: "the shares of the processor's time are measured over the interval",
      hint: "write --interval 100ms, or longer",
    });
  }
  const target = await selectTopic(input, context, "monitoring");
  if (input.events !== undefined) {
    const sent = await sendLines(target, { ...input, events: input.events, schema: true }, context);
    return { ...sent, host: undefined, disks: [], missed: 0, missedReason: undefined };
  }
  const meter = new Meter(input, context);
  const sent = await send(target, rounds(input, interval, meter, context), input.count, context);
  const { host, disks, missed, missedReason } = meter;
  return { ...sent, host, disks, missed, missedReason };
}

function refuseMeasuringOptions(input: ProduceMonitoringInput): void {
  const names = ["count", "interval", "duration", "host", "disk"] as const;
  const given = names.find((name) => input[name] !== undefined);
  if (given === undefined) return;
  throw new UsageError(`--${given} is about what is measured, and --events sends the lines of a file`, {
    hint: "give one of the two",
  });
}

async function* rounds(
  { count = Infinity, duration }: ProduceMonitoringInput,
  interval: number,
  meter: Meter,
  { clock, signal }: CommandContext,
): AsyncGenerator<readonly OutgoingRecord[]> {
  let left = count;
  let before: HostMeasurement | undefined;
  for await (const time of ticks({ interval, durationMilliseconds: duration, clock, signal })) {
    const now = await meter.measure(time);
    const readings = hostReadings(now, before).slice(0, left);
    before = now;
    left -= readings.length;
    yield readings.map((reading) => ({
      key: reading.host,
      value: JSON.stringify(reading),
      timestamp: time,
    }));
    if (left <= 0) return;
  }
}

/** Measures this machine. A disk that cannot be measured is an error at first, and left out later. */
class Meter {
  readonly host: string;
  readonly disks: readonly string[];
  missed = 0;
  missedReason: string | undefined;
  readonly #context: CommandContext;
  #isFirst = true;

  constructor({ host, disk }: ProduceMonitoringInput, context: CommandContext) {
    this.host = host ?? context.host.name;
    this.disks = [...new Set(disk ?? ["/"])];
    this.#context = context;
  }

  /** @param time of the measurement, in milliseconds since the Unix epoch */
  async measure(time: number): Promise<HostMeasurement> {
    const { host, progress } = this.#context;
    const disks = new Map<string, Awaited<ReturnType<typeof host.disk>>>();
    for (const path of this.disks) {
      try {
        disks.set(path, await host.disk(path));
      } catch (error) {
        if (this.#isFirst || !(error instanceof InputError)) throw error;
        this.missed += 1;
        this.missedReason = `${path}: ${error.message}`;
        progress.report({ kind: "disk missed", path, reason: error.message });
      }
    }
    this.#isFirst = false;
    return { host: this.host, time, processors: host.processors(), memory: host.memory(), disks };
  }
}
