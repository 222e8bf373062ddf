import type { CommandDefinition, InputOf } from "./definition.js";
import { duration, notBlank, rate, share, wholeNumber } from "./option-values.js";
import { dryRunOption, durableOption, eventSelection } from "./shared-options.js";

const durationOption = {
  duration: {
    flags: "--duration <time>",
    description: "stop after this time, as 30s or 5m",
    parse: duration,
  },
} as const;

const seedOption = {
  seed: {
    flags: "--seed <n>",
    description: "the same seed makes the same events",
    // The generators take 32 bits.
    parse: wholeNumber(0, 2 ** 32 - 1),
    default: 1,
  },
} as const;

export const produceItemSales = {
  words: ["produce", "item-sales"],
  summary: "send item sales: generated ones, or the lines of a file",
  effect: "changes",
  description: [
    "Popular items are sold far more often than others (Zipf). Record i of N carries the time (now - N ms) + i ms,",
    "in its stamp and in timestamp_ms, so no two tie and none lies in the future. Without --count, --rate and",
    "--duration 10,000 records are sent; with --rate alone it goes on until Ctrl-C, which still sends what was",
    "made and says how many records were acknowledged.",
  ].join(" "),
  arguments: eventSelection.arguments,
  options: {
    ...eventSelection.options,
    count: { flags: "-n, --count <n>", description: "records to send", parse: wholeNumber(1) },
    rate: {
      flags: "--rate <n>",
      description: "records per second (as fast as possible when left out)",
      parse: rate,
    },
    ...durationOption,
    ...seedOption,
    items: {
      flags: "--items <n>",
      description: "distinct items, each a row of the table",
      parse: wholeNumber(1, 10_000_000),
      default: 5_000,
    },
    stores: {
      flags: "--stores <n>",
      description: "distinct stores",
      parse: wholeNumber(1, 1_000_000),
      default: 20,
    },
    emptyStore: {
      flags: "--empty-store <share>",
      description: "share of records with an empty store_id, which the pipeline drops, as 1%",
      parse: share,
      default: 0,
    },
    burst: {
      flags: "--burst [n]",
      description:
        "let every n records (1,000 when n is left out) share one time stamp, with falling values: a sink that is wrong about ties shows it",
      parse: wholeNumber(2, 100_000),
    },
    events: {
      flags: "--events <path>",
      description: "send these JSON lines instead, stamped with the time of sending; - is standard input",
    },
    ...durableOption,
    ...dryRunOption,
  },
  examples: [
    {
      command: "produce item-sales --count 1_000_000 --items 200_000",
      explains: "a million sales as fast as possible",
    },
    {
      command: "produce item-sales --rate 500 --empty-store 1%",
      explains: "a steady stream until Ctrl-C, one record in a hundred without a store",
    },
    { command: "produce item-sales --events sales.ndjson", explains: "events of your own" },
    {
      command: "produce item-sales --rate 500 --duration 10s --wait-durable",
      explains: "how long it takes until a record is in the table",
    },
  ],
} as const satisfies CommandDefinition;
export type ProduceItemSalesInput = InputOf<typeof produceItemSales>;

export const produceWeather = {
  words: ["produce", "weather"],
  summary: "send weather readings, synthetic ones or OpenWeather's",
  effect: "changes",
  description: [
    "Every interval one reading of each city, in the form of OpenWeather's reply, until --count, --duration or",
    "Ctrl-C. Synthetic weather is the same for the same seed, city and time. With --interval 0 it does not wait:",
    "the --count readings lie five seconds apart in the past, the last one now.",
    "--source openweather asks the real API with the key in OPENWEATHER_API_KEY and sends its replies as they are.",
  ].join(" "),
  arguments: eventSelection.arguments,
  options: {
    ...eventSelection.options,
    source: {
      flags: "--source <name>",
      description: "where readings come from",
      choices: ["synthetic", "openweather"],
      default: "synthetic",
    },
    count: { flags: "-n, --count <n>", description: "readings to send", parse: wholeNumber(1) },
    interval: {
      flags: "--interval <time>",
      description: "from one round of readings to the next, as 500ms or 1m (5s when left out)",
      parse: duration,
    },
    rate: { flags: "--rate <n>", description: "readings per second, instead of an interval", parse: rate },
    ...durationOption,
    cities: {
      flags: "--cities <n>",
      description: "the first n of the 50 cities (all when left out)",
      parse: wholeNumber(1, 50),
    },
    city: {
      flags: "--city <name|id>",
      description: "a city by name or OpenWeather id; may be repeated",
      repeatable: true,
    },
    ...seedOption,
    apiUrl: { flags: "--api-url <url>", description: "address of OpenWeather's current weather call" },
    ...durableOption,
    ...dryRunOption,
  },
  examples: [
    { command: "produce weather", explains: "fifty cities every five seconds, until Ctrl-C" },
    { command: "produce weather --count 1000 --interval 0", explains: "a thousand readings at once" },
    {
      command: "produce weather --source openweather --city Oslo --city 2643743",
      explains: "the real weather of two cities",
    },
  ],
} as const satisfies CommandDefinition;
export type ProduceWeatherInput = InputOf<typeof produceWeather>;

export const produceMonitoring = {
  words: ["produce", "monitoring"],
  summary: "send what this machine measures of itself: processor, memory and disks",
  effect: "changes",
  description: [
    "Every interval, until --count, --duration or Ctrl-C: the bytes of memory and of each disk that are used and",
    "available, and from the second round on the shares of the processors' time since the round before, in percent:",
    "user, system and idle. Each is an event of its own, keyed by the host, with the time in ISO 8601 and tags that say",
    "which it is.",
  ].join(" "),
  arguments: eventSelection.arguments,
  options: {
    ...eventSelection.options,
    count: { flags: "-n, --count <n>", description: "readings to send", parse: wholeNumber(1) },
    interval: {
      flags: "--interval <time>",
      description:
        "from one round of readings to the next, as 500ms or 1m (5s when left out; at least 100ms)",
      parse: duration,
    },
    ...durationOption,
    disk: {
      flags: "--disk <path>",
      description: "the disk on which this path lies; may be repeated (/ when left out)",
      repeatable: true,
      completes: ["file"],
    },
    host: {
      flags: "--host <name>",
      description: "what the machine is called (its own name when left out)",
      parse: notBlank,
    },
    events: {
      flags: "--events <path>",
      description: "send these JSON lines instead, stamped with the time of sending; - is standard input",
      completes: ["file"],
    },
    ...durableOption,
    ...dryRunOption,
  },
  examples: [
    { command: "produce monitoring", explains: "a round every five seconds, until Ctrl-C" },
    {
      command: "produce monitoring --disk / --disk /var --interval 1m",
      explains: "two disks, once a minute",
    },
    { command: "produce monitoring --duration 5s --interval 500ms", explains: "ten rounds" },
  ],
} as const satisfies CommandDefinition;
export type ProduceMonitoringInput = InputOf<typeof produceMonitoring>;
