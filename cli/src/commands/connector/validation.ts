import { namesClass } from "../../core/connect/connector-config.js";
import { withoutSecrets } from "../../core/connect/secret-keys.js";
import { type CheckLevel, type ConfigFinding, findingText } from "../../core/lint/finding.js";
import type { ConnectCatalogue } from "../../core/lint/catalogue.js";
import { lintConfig } from "../../core/lint/lint-config.js";
import { lintWriteTimes } from "../../core/lint/write-times.js";
import type { SettingsSchema } from "../../core/lint/settings.js";
import { sinkConfig, type SinkConfig } from "../../core/sinks/sink-config.js";
import { whatIsKnown } from "../../core/suggestion.js";
import { InputError, ServiceError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { SelectedConnector } from "./selection.js";
import { checkLiveTables, checkLiveTopics } from "./cluster-check.js";
import { checkCompactedReceipts, checkReceiptsAccess } from "./receipts-check.js";
import { checkFiles } from "./file-check.js";

export interface LevelReport {
  readonly level: CheckLevel;
  readonly checked: boolean;
  /** Why it was not. */
  readonly reason?: string;
}

export interface ValidationReport {
  readonly pipeline: string;
  readonly connector: string;
  readonly levels: readonly LevelReport[];
  readonly findings: readonly ConfigFinding[];
}

/**
 * Checks a connector's config in three levels: its text alone; Connect's own validation; live topics and tables. A
 * server that does not answer leaves its level unchecked, and the report says so.
 * @param together all connectors of the command: where they are deployed already, these configs take their place
 */
export async function validateConnector(
  connector: SelectedConnector,
  { offline, together }: { readonly offline: boolean; readonly together: readonly SelectedConnector[] },
  context: CommandContext,
): Promise<ValidationReport> {
  const { config, name, pipeline } = connector;
  const sink = sinkConfig(config);
  const files = await checkFiles(pipeline, sink, context);
  const findings: ConfigFinding[] = [
    ...lintConfig(
      config,
      sink && { config: sink, schema: await settingsSchema(sink, context) },
      (await context.pipelines.connectCatalogue()) as ConnectCatalogue,
    ),
    ...files.findings,
    ...checkReceiptsAccess(connector, sink, context),
  ];
  const levels: LevelReport[] = [{ level: "config", checked: true }];
  // What one server has said stays, also where another one does not answer.
  const check = async (
    level: CheckLevel,
    ...parts: readonly (() => Promise<readonly ConfigFinding[]>)[]
  ): Promise<void> => {
    const reasons = offline ? ["--offline"] : [];
    for (const part of offline ? [] : parts) {
      try {
        findings.push(...(await part()));
      } catch (error) {
        context.signal.throwIfAborted();
        if (!(error instanceof ServiceError)) throw error;
        reasons.push(reasonText(error));
      }
    }
    levels.push(
      reasons.length === 0
        ? { level, checked: true }
        : { level, checked: false, reason: [...new Set(reasons)].join("; ") },
    );
  };
  await check("connect", async () => [
    ...(await checkWithConnect(connector, findings, context)),
    ...(await checkWriteTimes(name, sink, together, context)),
  ]);
  const unknown = (found: readonly ConfigFinding[]): readonly ConfigFinding[] =>
    found.filter((finding) => !isKnown(finding, findings));
  await check(
    "cluster",
    async () => unknown(await checkLiveTopics(connector, sink, context)),
    async () => (sink === undefined ? [] : unknown(await checkLiveTables(sink, files, context))),
    async () => unknown(await checkCompactedReceipts(connector, sink, context)),
  );
  const masked = findings.map((finding) => ({
    ...finding,
    message: withoutSecrets(finding.message, config),
  }));
  return { pipeline: pipeline.name, connector: name, levels, findings: masked };
}

/** Whether the same place was told before: of one mistake one finding is enough. */
function isKnown({ key, position, message }: ConfigFinding, known: readonly ConfigFinding[]): boolean {
  const errors = known.filter(({ severity }) => severity === "error");
  // A mistyped topic has been told with the key in which it stands beside the right one.
  if (key === "topics" && errors.some((finding) => finding.message.includes("is not in topics"))) return true;
  return (
    known.some((finding) => finding.message === message) ||
    (position !== undefined && errors.some((finding) => finding.key === key && finding.position === position))
  );
}

function reasonText({ message, where }: ServiceError): string {
  return where === undefined || message.includes(where) ? message : `${message} (${where})`;
}

async function checkWithConnect(
  { name, config }: SelectedConnector,
  known: readonly ConfigFinding[],
  { connect }: CommandContext,
): Promise<readonly ConfigFinding[]> {
  const error = { level: "connect", severity: "error" } as const;
  const wanted = config["connector.class"] ?? "";
  if (wanted === "") return [];
  const classes = (await connect.plugins())
    .filter((plugin) => plugin.type === "sink" || plugin.type === "source")
    .map((plugin) => plugin.class);
  if (!classes.some((name) => namesClass(wanted, name))) {
    const message = `the worker has no plugin ${wanted}`;
    return [{ ...error, key: "connector.class", message, hint: whatIsKnown(wanted, classes) }];
  }
  try {
    const wrong = await connect.validate({ name, ...config });
    return wrong.flatMap(({ key, messages }) =>
      // Our own finding about a key says more than Connect's.
      known.some((finding) => finding.key === key && finding.severity === "error")
        ? []
        : messages.map((message) => ({ ...error, key, message })),
    );
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    return [{ ...error, key: "connector.class", message: [cause.message, ...cause.lines].join(" ") }];
  }
}

/** Tasks of one worker refuse this by themselves; only Connect knows the connectors of all workers. */
async function checkWriteTimes(
  name: string,
  sink: SinkConfig | undefined,
  together: readonly SelectedConnector[],
  { connect }: CommandContext,
): Promise<readonly ConfigFinding[]> {
  if (sink?.writeTimes === undefined) return [];
  const others = new Map(await connect.configs());
  for (const selected of together) others.set(selected.name, selected.config);
  others.delete(name);
  const sinks = [...others].flatMap(([connector, config]) => {
    const other = sinkConfig(config);
    return other === undefined ? [] : [[connector, other] as const];
  });
  return lintWriteTimes(sink, new Map(sinks));
}

async function settingsSchema({ sink }: SinkConfig, { pipelines }: CommandContext): Promise<SettingsSchema> {
  return (await pipelines.settingsSchema(sink.settingsSchema)) as SettingsSchema;
}

/**
 * Lets a deployment go on only when every level was checked and found nothing that would not work.
 * @throws ServiceError when a server did not answer, InputError with all problems otherwise
 */
export function refuseProblems(reports: readonly ValidationReport[], { progress }: CommandContext): void {
  const lines: string[] = [];
  for (const { connector, findings } of reports) {
    for (const finding of findings) {
      if (finding.severity === "warning") progress.report({ kind: "config warning", connector, finding });
      else lines.push(`${connector}: ${findingText(finding)}`);
    }
  }
  if (lines.length > 0) {
    throw new InputError("nothing is deployed: the config would not work", {
      lines,
      hint: 'correct the lines; "cassink connector validate" checks without deploying',
    });
  }
  const unchecked = reports.flatMap(({ levels }) => levels.filter((level) => !level.checked));
  const [first] = unchecked;
  if (first !== undefined) {
    throw new ServiceError(
      "Kafka Connect",
      `nothing is deployed: ${first.reason ?? "a server does not answer"}`,
      {
        lines: [...new Set(unchecked.slice(1).map((level) => level.reason ?? ""))].filter(
          (reason) => reason !== first.reason,
        ),
        hint: 'start the local stack with "cassink up", or name running servers: see --help',
      },
    );
  }
}
