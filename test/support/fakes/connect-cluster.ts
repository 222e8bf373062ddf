import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One connector as a worker of Kafka 4.3 answers it, expanded. */
export interface RecordedConnector {
  readonly name: string;
  readonly states: readonly string[];
  readonly config?: Readonly<Record<string, string>>;
  /** The root of a failed task's trace. */
  readonly cause?: string;
}

const traceOf = (cause: string): string =>
  [
    cause,
    "\tat io.cassink.datastax.DataStaxSinkTask.start(DataStaxSinkTask.java:39)",
    "\tat org.apache.kafka.connect.runtime.WorkerSinkTask.initializeAndStart(WorkerSinkTask.java:338)",
    "\tat org.apache.kafka.connect.runtime.WorkerTask.doStart(WorkerTask.java:191)",
    "\tat org.apache.kafka.connect.runtime.WorkerTask.doRun(WorkerTask.java:242)",
    "\tat org.apache.kafka.connect.runtime.WorkerTask.run(WorkerTask.java:298)",
    "\tat java.base/java.lang.Thread.run(Thread.java:840)",
    "",
  ].join("\n");

const worker_id = "127.0.0.1:8083";
const version = "0.1.0-SNAPSHOT";

/** The first state is the connector's, the others are its tasks'. */
function expanded({ name, states: [state, ...tasks], config = {}, cause = "" }: RecordedConnector): object {
  return {
    status: {
      name,
      connector: { state, worker_id, version },
      tasks: tasks.map((task, id) => ({
        id,
        state: task,
        worker_id,
        version,
        ...(task === "FAILED" ? { trace: traceOf(cause) } : {}),
      })),
      type: "sink",
    },
    info: {
      name,
      config: { "connector.class": "io.cassink.sink.CassandraSinkConnector", topics: "t", name, ...config },
      tasks: tasks.map((_, task) => ({ connector: name, task })),
      type: "sink",
    },
  };
}

/** A worker that answers what lists connectors, from what a real one has answered. */
export async function recordedCluster(connectors: readonly RecordedConnector[]): Promise<{
  readonly url: string;
  /** `GET /connectors`, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}> {
  const requests: string[] = [];
  const answers = new Map<string, object>([
    ["/connectors", connectors.map(({ name }) => name)],
    [
      "/connectors?expand=status&expand=info",
      Object.fromEntries(
        connectors.filter(({ states }) => states.length > 0).map((each) => [each.name, expanded(each)]),
      ),
    ],
  ]);
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    const answer = answers.get(request.url ?? "");
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? { error_code: 404, message: "HTTP 404 Not Found" }));
  });
  const { port } = await new Promise<AddressInfo>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server.address() as AddressInfo));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/** 200 connectors with 400 tasks: `sales-007` has failed, `sales-100` is paused, the others run. */
export const twoHundred: readonly RecordedConnector[] = Array.from({ length: 200 }, (_, index) => {
  const name = `sales-${String(index).padStart(3, "0")}`;
  if (index === 7) return { name, states: ["RUNNING", "RUNNING", "FAILED"], cause: "AuthError: no" };
  if (index === 100) return { name, states: ["PAUSED", "PAUSED", "PAUSED"] };
  return { name, states: ["RUNNING", "RUNNING", "RUNNING"] };
});
