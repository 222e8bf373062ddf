import { type CommandDefinition, type OptionDefinition, loadedCommand } from "./definition.js";
import { duration, rate, share, wholeNumber } from "./option-values.js";

/** A 32-bit seed is enough for anybody, and the same on every machine. */
const seedOption: OptionDefinition = {
  flags: "--seed <n>",
  description: "the same seed makes the same events",
  parse: wholeNumber(0, 2 ** 32 - 1),
  default: 1,
};

const durationOption: OptionDefinition = {
  flags: "--duration <time>",
  description: "stop after this time, as 30s or 5m",
  parse: duration,
};

const pipelineOption = (name: string): OptionDefinition => ({
  flags: "--pipeline <name|file>",
  description: "pipeline whose topic gets the events, by name or file",
  default: name,
});

export const produceCommands: readonly CommandDefinition[] = [
  {
    words: ["produce", "item-sales"],
    summary: "send item sales: generated ones, or the lines of a file",
    description: [
      "Popular items are sold far more often than others (Zipf). Record i of N carries the time (now - N ms) + i ms,",
      "in its stamp and in timestamp_ms, so no two tie and none lies in the future. Without --count, --rate and",
      "--duration 10,000 records are sent; with --rate alone it goes on until Ctrl-C, which still sends what was",
      "made and says how many records were acknowledged.",
    ].join(" "),
    options: [
      { flags: "-n, --count <n>", description: "records to send", parse: wholeNumber(1) },
      {
        flags: "--rate <n>",
        description: "records per second (as fast as possible when left out)",
        parse: rate,
      },
      durationOption,
      seedOption,
      {
        flags: "--items <n>",
        description: "distinct items, each a row of the table",
        parse: wholeNumber(1, 10_000_000),
        default: 5_000,
      },
      {
        flags: "--stores <n>",
        description: "distinct stores",
        parse: wholeNumber(1, 1_000_000),
        default: 20,
      },
      {
        flags: "--empty-store <share>",
        description: "share of records with an empty store_id, which the pipeline drops, as 1%",
        parse: share,
        default: 0,
      },
      {
        flags: "--burst [n]",
        description:
          "let every n records (1,000 when n is left out) share one time stamp, with falling values: a sink that is wrong about ties shows it",
        parse: wholeNumber(2, 100_000),
      },
      {
        flags: "-f, --file <lines>",
        description: "send these JSON lines instead, stamped with the time of sending; - is standard input",
      },
      pipelineOption("item-sales"),
    ],
    examples: [
      {
        command: "produce item-sales --count 1_000_000 --items 200_000",
        explains: "a million sales as fast as possible",
      },
      {
        command: "produce item-sales --rate 500 --empty-store 1%",
        explains: "a steady stream until Ctrl-C, one record in a hundred without a store",
      },
      { command: "produce item-sales --file sales.ndjson", explains: "events of your own" },
    ],
    load: async () => {
      const [command, reporter] = await Promise.all([
        import("../commands/produce/item-sales.js"),
        import("../reporters/human/produce-item-sales.js"),
      ]);
      return loadedCommand(command.run, reporter.render);
    },
  },
  {
    words: ["produce", "weather"],
    summary: "send weather readings, synthetic ones or OpenWeather's",
    description: [
      "Every interval one reading of each city, in the form of OpenWeather's reply, until --count, --duration or",
      "Ctrl-C. Synthetic weather is the same for the same seed, city and time. With --interval 0 it does not wait:",
      "the --count readings lie five seconds apart in the past, the last one now.",
      "--source openweather asks the real API with the key in OPENWEATHER_API_KEY and sends its replies as they are.",
    ].join(" "),
    options: [
      {
        flags: "--source <name>",
        description: "where readings come from",
        choices: ["synthetic", "openweather"],
        default: "synthetic",
      },
      { flags: "-n, --count <n>", description: "readings to send", parse: wholeNumber(1) },
      {
        flags: "--interval <time>",
        description: "from one round of readings to the next, as 500ms or 1m (5s when left out)",
        parse: duration,
      },
      { flags: "--rate <n>", description: "readings per second, instead of an interval", parse: rate },
      durationOption,
      {
        flags: "--cities <n>",
        description: "the first n of the 50 cities (all when left out)",
        parse: wholeNumber(1, 50),
      },
      {
        flags: "--city <name|id>",
        description: "a city by name or OpenWeather id; may be repeated",
        repeatable: true,
      },
      seedOption,
      { flags: "--api-url <url>", description: "address of OpenWeather's current weather call" },
      pipelineOption("weather"),
    ],
    examples: [
      { command: "produce weather", explains: "fifty cities every five seconds, until Ctrl-C" },
      { command: "produce weather --count 1000 --interval 0", explains: "a thousand readings at once" },
      {
        command: "produce weather --source openweather --city Oslo --city 2643743",
        explains: "the real weather of two cities",
      },
    ],
    load: async () => {
      const [command, reporter] = await Promise.all([
        import("../commands/produce/weather.js"),
        import("../reporters/human/produce-weather.js"),
      ]);
      return loadedCommand(command.run, reporter.render);
    },
  },
];
