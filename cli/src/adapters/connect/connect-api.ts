import { workerUrl } from "../../core/connections/addresses.js";
import { checkLogin } from "../../core/connections/check-leg.js";
import type { ConnectConnection } from "../../core/connections/connection.js";
import { CassinkError, InputError } from "../../errors.js";
import type { ConnectApi } from "../../ports/connect-api.js";
import { type RestOptions, createRest, noConnect } from "./rest.js";
import type { ConfigError, ConnectorStatus } from "../../core/connect/status.js";
import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import type { SinkMeasures } from "../../core/connect/sink-measures.js";
import { type OffsetsAnswer, offsetsBody, sinkOffsets } from "./offsets.js";

/**
 * Kafka Connect's REST API over axios. It keeps no connection between calls, so there is nothing to close. An answer of
 * 404 is a result where the port says so; other refusals are an InputError or a ServiceError.
 */
export function createConnectApi(connection: () => ConnectConnection, options: RestOptions): ConnectApi {
  const rest = createRest(connection, options);
  return {
    get url() {
      return rest.url;
    },
    async worker() {
      const answer = await rest.call<{ version: string; kafka_cluster_id: string }>("GET", "/");
      return {
        version: answer.body.version,
        kafkaClusterId: answer.body.kafka_cluster_id,
        ...(answer.time === undefined ? {} : { time: answer.time }),
      };
    },
    async plugins() {
      const answer = await rest.call<{ class: string; type: string; version?: string }[]>(
        "GET",
        "/connector-plugins?connectorsOnly=false",
      );
      return answer.body.map((plugin) => ({ ...plugin, version: plugin.version ?? "" }));
    },
    async pluginSettings(pluginClass) {
      const answer = await rest.call<{ name: string; type: string; default_value?: string | null }[]>(
        "GET",
        `/connector-plugins/${encodeURIComponent(pluginClass)}/config`,
        { absent: true },
      );
      if (answer.status === 404) return [];
      return answer.body.map(({ name, type, default_value: value }) => ({
        name,
        type,
        ...(typeof value === "string" ? { default: value } : {}),
      }));
    },
    async connectors() {
      // Connect leaves a connector without a status out of the expanded list: one that no worker has taken yet.
      const [answer, names] = await Promise.all([
        rest.call<Record<string, ExpandedAnswer>>("GET", "/connectors?expand=status&expand=info"),
        rest.call<string[]>("GET", "/connectors"),
      ]);
      if (!Array.isArray(names.body)) throw noConnect(`GET ${rest.url}/connectors`, "it lists no connectors");
      return names.body.sort().map((name) => {
        const { info, status } = answer.body[name] ?? {};
        return { name, config: info?.config ?? {}, status: status ? connectorStatus(status) : undefined };
      });
    },
    async configs() {
      const answer = await rest.call<Record<string, ExpandedAnswer>>("GET", "/connectors?expand=info");
      return new Map(
        Object.entries(answer.body).flatMap(([name, { info }]) => (info ? [[name, info.config]] : [])),
      );
    },
    async sinkMeasures(workerId) {
      return sinkMeasures(() => workerOf(connection(), rest.url, workerId), options);
    },
    async validate(config) {
      const connectorClass = config["connector.class"] ?? "";
      const answer = await rest.call<ValidateAnswer>(
        "PUT",
        `/connector-plugins/${encodeURIComponent(connectorClass)}/config/validate`,
        { body: config },
      );
      return answer.body.configs.flatMap(configError);
    },
    async config(name) {
      const answer = await rest.call<object>("GET", path(name, "/config"), { absent: true });
      return answer.status === 404 ? undefined : asTexts(answer.body);
    },
    async putConfig(name, config) {
      const answer = await rest.call<unknown>("PUT", path(name, "/config"), { body: config });
      return answer.status === 201 ? "created" : "updated";
    },
    async taskConfigs(name) {
      const answer = await rest.call<{ id: { task: number }; config: ConnectorConfig }[]>(
        "GET",
        path(name, "/tasks"),
        { absent: true },
      );
      if (answer.status === 404) return [];
      return answer.body.sort((a, b) => a.id.task - b.id.task).map((task) => task.config);
    },
    async status(name) {
      const answer = await rest.call<StatusAnswer>("GET", path(name, "/status"), { absent: true });
      return answer.status === 404 ? undefined : connectorStatus(answer.body);
    },
    async restart(name, { includeTasks, onlyFailed }) {
      await rest.call("POST", path(name, `/restart?includeTasks=${includeTasks}&onlyFailed=${onlyFailed}`));
    },
    async pause(name) {
      await rest.call("PUT", path(name, "/pause"));
    },
    async resume(name) {
      await rest.call("PUT", path(name, "/resume"));
    },
    async stop(name) {
      await rest.call("PUT", path(name, "/stop"));
    },
    async resetOffsets(name) {
      await rest.call("DELETE", path(name, "/offsets"));
    },
    async offsets(name) {
      return sinkOffsets((await rest.call<OffsetsAnswer>("GET", path(name, "/offsets"))).body);
    },
    async alterOffsets(name, offsets) {
      await rest.call("PATCH", path(name, "/offsets"), { body: offsetsBody(offsets) });
    },
    async loggers() {
      const answer = await rest.call<LoggersAnswer>("GET", "/admin/loggers");
      return Object.entries(answer.body)
        .map(([name, { level, last_modified: changed }]) => ({
          name,
          level,
          ...(changed === null ? {} : { changed }),
        }))
        .sort((one, other) => (one.name < other.name ? -1 : 1));
    },
    async setLogger(name, level) {
      const logger = encodeURIComponent(name);
      await rest.call("PUT", `/admin/loggers/${logger}?scope=cluster`, { body: { level } });
    },
    async delete(name) {
      return (await rest.call("DELETE", path(name), { absent: true })).status !== 404;
    },
  };
}

/** @throws InputError for a name that would lead to another path: `..` is the folder above, encoded or not */
function path(name: string, rest = ""): string {
  if (name !== "." && name !== "..") return `/connectors/${encodeURIComponent(name)}${rest}`;
  throw new InputError(`Kafka Connect cannot be asked for a connector named "${name}"`, {
    where: "the connector's name",
    hint: "give it another name: its REST API has the name in the path",
  });
}

/** Milliseconds. Short, because `connector status` is complete without the metrics. */
const measuresTimeout = 5_000;

/** The metrics that connectors/worker-metrics serves; undefined for a worker without it or that cannot be reached. */
async function sinkMeasures(
  worker: () => ConnectConnection,
  options: RestOptions,
): Promise<readonly SinkMeasures[] | undefined> {
  const rest = createRest(worker, { ...options, answerTimeout: measuresTimeout, retryDeadline: 0 });
  try {
    const answer = await rest.call<SinkMeasures[]>("GET", "/cassink/metrics", { absent: true });
    return answer.status === 404 ? undefined : answer.body;
  } catch (error) {
    if (error instanceof CassinkError) return undefined;
    throw error;
  }
}

/**
 * The given worker, or the one of this id, which is its advertised `host:port`. The protocol stays the same, and what
 * holds for the login: over plain http it goes to this machine only.
 */
function workerOf(
  connection: ConnectConnection,
  url: string,
  workerId: string | undefined,
): ConnectConnection {
  if (workerId === undefined) return { ...connection, urls: [url] };
  const address = new URL(url);
  address.host = workerId;
  const { tls, login } = connection;
  return checkLogin({
    urls: [workerUrl(address.href)],
    ...(tls === undefined ? {} : { tls }),
    ...(login === undefined ? {} : { login }),
  });
}

interface ValidateAnswer {
  readonly configs: readonly {
    readonly value: {
      readonly name: string;
      readonly value?: string | null;
      readonly errors?: readonly string[];
    };
  }[];
}

/** Connect's values are texts; a service in front of it may answer with numbers. */
function asTexts(config: object): ConnectorConfig {
  const texts = Object.entries(config).flatMap(([key, value]) =>
    value === null ? [] : [[key, String(value)] as const],
  );
  return Object.fromEntries(texts);
}

function configError({ value }: ValidateAnswer["configs"][number]): readonly ConfigError[] {
  const messages = [...new Set(value.errors ?? [])];
  return messages.length === 0 ? [] : [{ key: value.name, value: value.value ?? null, messages }];
}

type LoggersAnswer = Readonly<
  Record<string, { readonly level: string; readonly last_modified: number | null }>
>;

type State = ConnectorStatus["connector"]["state"];

/** Of one that is deleted meanwhile, either is missing. */
interface ExpandedAnswer {
  readonly info?: { readonly config: ConnectorConfig } | null;
  readonly status?: StatusAnswer | null;
}

interface StatusAnswer {
  readonly name: string;
  readonly type?: string;
  readonly connector: { readonly state: State; readonly worker_id: string; readonly trace?: string };
  readonly tasks: readonly {
    readonly id: number;
    readonly state: State;
    readonly worker_id: string;
    readonly trace?: string;
  }[];
}

function connectorStatus(answer: StatusAnswer): ConnectorStatus {
  const part = ({
    state,
    worker_id: workerId,
    trace,
  }: StatusAnswer["connector"]): ConnectorStatus["connector"] => ({
    state,
    workerId,
    ...(trace === undefined ? {} : { trace }),
  });
  return {
    name: answer.name,
    connector: part(answer.connector),
    tasks: answer.tasks.map((task) => ({ id: task.id, ...part(task) })).sort((a, b) => a.id - b.id),
    type: answer.type === "sink" || answer.type === "source" ? answer.type : "unknown",
  };
}
