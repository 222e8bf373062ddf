import { UnfinishedStartError } from "../../errors.js";
import type { CommandContext, CommandResult, Invocation } from "../../ports/context.js";
import type { StartReport } from "../../ports/stack.js";
import type { DemoInput } from "../../program/demo.js";

interface DemoStep extends Pick<Invocation, "render"> {
  /** The whole result of that command, with further fields. */
  readonly result: CommandResult & Readonly<Record<string, unknown>>;
  /** The command line a user would type for the same. */
  readonly command: string;
  readonly seconds: number;
}

export interface DemoResult extends CommandResult {
  readonly steps: readonly DemoStep[];
  /** True when the stack is left running: by --keep, or because it ran before. */
  readonly running: boolean;
}

/** The main job from end to end: each step is a command line of this program. */
export async function run(input: DemoInput, context: CommandContext): Promise<DemoResult> {
  if (input.dryRun === true) return rehearsed(input);
  const steps: DemoStep[] = [];
  const step = async (argv: readonly string[], signal?: AbortSignal): Promise<CommandResult> => {
    const command = `cassink ${argv.join(" ")}`;
    context.progress.report({ kind: "demo step", command });
    const start = context.clock.now();
    const { result, render } = await context.invoke(argv, signal);
    steps.push({ command, seconds: (context.clock.now() - start) / 1000, result: { ...result }, render });
    return result;
  };
  // Only `up` knows what ran before: it waits for who is at work.
  const { processes } = (await step(up(input)).catch(async (error: unknown) => {
    const isOurs = error instanceof UnfinishedStartError && !error.ranBefore;
    if (isOurs && input.keep !== true) await step(["down"], new AbortController().signal);
    throw error;
  })) as CommandResult & StartReport;
  const running = input.keep === true || processes.some(({ action }) => action === "found");
  try {
    for (const argv of script(input)) {
      context.signal.throwIfAborted();
      await step(argv);
    }
  } finally {
    if (!running) await step(["down"], new AbortController().signal);
  }
  const worst = (["failed", "findings", "unjudged"] as const).find((outcome) =>
    steps.some(({ result }) => result.outcome === outcome),
  );
  return { outcome: worst ?? "clean", steps, running };
}

/** Its commands alone: most of them need what those before have made. */
function rehearsed(input: DemoInput): DemoResult {
  const running = input.keep === true;
  const lines = [up(input), ...script(input), ...(running ? [] : [["down"]])];
  const steps = lines.map((argv) => ({
    command: `cassink ${argv.join(" ")}`,
    seconds: 0,
    result: { outcome: "clean" as const },
    render: () => "",
  }));
  return { outcome: "clean", steps, running };
}

function up({ portOffset, secure, brokers, workers, nodes }: DemoInput): readonly string[] {
  const sizes = Object.entries({ brokers, workers, nodes }).flatMap(([name, count]) =>
    count === undefined ? [] : [`--${name}`, String(count)],
  );
  return [
    "up",
    ...sizes,
    ...(secure === true ? ["--secure"] : []),
    ...(portOffset === 0 ? [] : ["--port-offset", String(portOffset)]),
  ];
}

/** As many copies as both brokers and nodes can hold, at most three. */
function replication({ brokers = 1, nodes = 1 }: DemoInput): readonly string[] {
  const copies = Math.min(3, brokers, nodes);
  return copies === 1 ? [] : ["--replication", String(copies)];
}

/** Where the pipeline item-sales tells what is in its table. */
const receiptsOfSales = "item_sales_written";

function script(input: DemoInput): readonly (readonly string[])[] {
  const copies = replication(input);
  return [
    ["topic", "create", ...copies],
    ["table", "init", ...copies],
    ["connector", "deploy", ...copies],
    ["produce", "item-sales", "--count", String(input.records), "--empty-store", "1%"],
    ["produce", "weather", "--count", String(input.readings), "--interval", "0"],
    ["produce", "monitoring", "--count", "50", "--interval", "100ms"],
    ["verify", "table"],
    ["topic", "list", "item-sales"],
    ["topic", "peek", receiptsOfSales, "--records", "2"],
    ["table", "show", "item-sales", "--limit", "3"],
    ["connector", "status", "item-sales", "weather", "monitoring"],
  ];
}
