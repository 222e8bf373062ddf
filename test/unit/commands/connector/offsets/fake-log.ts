import type { SinkOffset } from "#cli/core/connect/sink-offset.js";
import type { ConnectorStatus } from "#cli/core/connect/status.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import type { CommandContext } from "#cli/ports/context.js";
import { fakeWorker, running } from "../fake-worker.js";

type State = "RUNNING" | "PAUSED" | "STOPPED";

interface Script {
  readonly config?: Readonly<Record<string, string>>;
  readonly state?: State;
  /** Times of the records of sales-0, from offset 0 on. */
  readonly times?: readonly number[];
  readonly committed?: number;
  /** What Connect says to the first change of offsets. */
  readonly refusal?: Error;
  /** The states that are seen one after another from the first stop on, and then whatever it was told. */
  readonly seen?: readonly State[];
  /** Called when it is asked to change offsets. */
  readonly onAlter?: () => void;
  readonly context?: Partial<CommandContext>;
}

const record = (offset: number, timestamp: number): KafkaRecord => ({
  partition: 0,
  offset,
  timestamp,
  key: Buffer.from(`k${offset % 3}`),
  value: null,
  headers: [],
});

/** A worker with the connector `sales`, which stands in the only partition of its topic. */
export function fakeLog(script: Script = {}) {
  const { times = Array.from({ length: 100 }, (_, index) => 1000 + index), committed = 90 } = script;
  let state: State = script.state ?? "RUNNING";
  let refusal = script.refusal;
  const altered: SinkOffset[][] = [];
  const seen = [...(script.seen ?? [])];
  const status = (): ConnectorStatus => {
    const now = worker.calls.includes("stop") ? (seen.shift() ?? state) : state;
    return {
      name: "sales",
      type: "sink",
      connector: { state: now, workerId: "w:1" },
      tasks: now === "STOPPED" ? [] : running.tasks.map((task) => ({ ...task, state: now })),
    };
  };
  const config = {
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    topics: "sales",
    ...script.config,
  };
  const become = (next: State, move: string) => (): Promise<void> => {
    worker.calls.push(move);
    state = next;
    return Promise.resolve();
  };
  const worker = fakeWorker({
    before: config,
    ports: {
      connect: {
        status: () => Promise.resolve(status()),
        connectors: () => Promise.resolve([{ name: "sales", config, status: status() }]),
        offsets: () => Promise.resolve([{ topic: "sales", partition: 0, offset: committed }]),
        stop: become("STOPPED", "stop"),
        pause: become("PAUSED", "pause"),
        resume: become("RUNNING", "resume"),
        resetOffsets: become("STOPPED", "reset"),
        alterOffsets: (_, offsets) => {
          script.onAlter?.();
          if (refusal !== undefined) {
            const said = refusal;
            refusal = undefined;
            return Promise.reject(said);
          }
          worker.calls.push("alter");
          altered.push(offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset })));
          return Promise.resolve();
        },
      },
      kafka: {
        availableOffsets: () =>
          Promise.resolve({ partitions: [{ partition: 0, low: 0, high: times.length }], leaderless: [] }),
        offsetsAt: (_, time) => {
          const offset = times.findIndex((each) => each >= time);
          return Promise.resolve([{ partition: 0, offset: offset === -1 ? times.length : offset }]);
        },
        hasRecords: () => Promise.resolve(true),
        read: ({ ranges, onRecords }) => {
          for (const { from, to } of ranges)
            onRecords(times.slice(from, to).map((time, index) => record(from + index, time)));
          return Promise.resolve();
        },
      },
    },
  });
  const context = Object.assign(Object.create(worker.context) as CommandContext, script.context ?? {});
  return { ...worker, context, altered };
}
