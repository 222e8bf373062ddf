import type { OutgoingRecord } from "../../core/kafka/record.js";
import { pastTicks, ticks } from "./ticks.js";
import { UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { ProduceWeatherInput } from "../../program/produce.js";
import { fetchedReadings } from "./fetched-readings.js";
import { type ProduceResult, send } from "./send.js";
import { selectTopic } from "./selection.js";
import { type Readings, syntheticReadings } from "./weather-readings.js";

export interface WeatherResult extends ProduceResult {
  readonly source: ProduceWeatherInput["source"];
  readonly cities: number;
  /** Readings that OpenWeather did not give, with the last reason. */
  readonly missed: number;
  readonly missedReason: string | undefined;
}

const usualInterval = 5_000;
const batchSize = 2_000;

/** Sends weather readings, one of every city each interval, until count, duration or Ctrl-C. */
export async function run(input: ProduceWeatherInput, context: CommandContext): Promise<WeatherResult> {
  if (input.interval !== undefined && input.rate !== undefined) {
    throw new UsageError("--interval and --rate both say how fast readings are made", {
      hint: "give one of the two",
    });
  }
  const readings =
    input.source === "synthetic" ? syntheticReadings(input) : await fetchedReadings(input, context);
  const target = await selectTopic(input, context, "weather");
  const sent = await send(target, batches(input, readings, context), input.count, context);
  return { ...sent, source: input.source, cities: readings.cities, ...readings.missed() };
}

async function* batches(
  input: ProduceWeatherInput,
  readings: Readings,
  { clock, signal }: CommandContext,
): AsyncGenerator<readonly OutgoingRecord[]> {
  let left = input.count ?? Infinity;
  let batch: OutgoingRecord[] = [];
  for await (const time of times(input, readings.cities, { clock, signal })) {
    const made = await readings.at(time, left);
    left -= made.length;
    batch.push(...made);
    // Readings made up for the past are sent in large batches, live ones as they come.
    if (batch.length > 0 && (time >= clock.now() - 1 || batch.length >= batchSize || left <= 0)) {
      yield batch;
      batch = [];
    }
    if (left <= 0 || signal.aborted) break;
  }
  if (batch.length > 0) yield batch;
}

function times(
  { source, interval, rate, count, duration }: ProduceWeatherInput,
  cities: number,
  { clock, signal }: Pick<CommandContext, "clock" | "signal">,
): AsyncIterable<number> | Iterable<number> {
  if (interval === 0 && source === "synthetic") {
    if (count !== undefined) return pastTicks(Math.ceil(count / cities), clock.now());
    throw new UsageError("--interval 0 makes readings without waiting, and needs to know how many", {
      hint: "add --count 1000",
    });
  }
  const pace = rate === undefined ? (interval ?? usualInterval) : (cities * 1000) / rate;
  return ticks({ interval: pace, durationMilliseconds: duration, clock, signal });
}
