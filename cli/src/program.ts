import { createRequire } from "node:module";
import { command } from "./program/command.js";
import type { ProgramDescription } from "./program/command-line.js";
import { demo } from "./program/demo.js";
import { up, down, status, logs } from "./program/stack.js";
import { doctor } from "./program/doctor.js";
import {
  topicCreate,
  topicList,
  topicDescribe,
  topicPeek,
  topicProduce,
  topicDelete,
} from "./program/topic.js";
import { tableInit, tableDiff, tableShow, tableDrop } from "./program/table.js";
import { tableWhy } from "./program/table-why.js";
import {
  connectorValidate,
  connectorDeploy,
  connectorPlugins,
  connectorList,
  connectorStatus,
  connectorPause,
  connectorResume,
  connectorStop,
  connectorRestart,
  connectorDelete,
} from "./program/connector.js";
import { lint } from "./program/lint.js";
import { connectorExplain } from "./program/connector-explain.js";
import { connectorPlan, connectorPreview } from "./program/connector-plan.js";
import {
  connectorOffsetsGet,
  connectorOffsetsReset,
  connectorOffsetsSet,
} from "./program/connector-offsets.js";
import { connectorLoggersGet, connectorLoggersSet } from "./program/connector-loggers.js";
import {
  connectorDescribe,
  connectorGet,
  connectorLag,
  connectorWatch,
} from "./program/connector-watching.js";
import { produceItemSales, produceMonitoring, produceWeather } from "./program/produce.js";
import { contextAdd, contextList, contextRemove, contextShow, contextUse } from "./program/context.js";
import { verifyProof, verifyRunsClean, verifyRunsList, verifyTable } from "./program/verify.js";
import { dlqExport, dlqList, dlqPurge, dlqReplay, dlqShow } from "./program/dlq.js";
import {
  commandTree,
  complete,
  type CompleteInput,
  completion,
  type CompletionInput,
} from "./program/completion.js";
import { exportCommand } from "./program/export.js";
import type { Move } from "./core/connect/steering.js";
import type { CommandContext } from "./ports/context.js";

/** Name, version and summary have their home in package.json. */
const { name, version, description } = createRequire(import.meta.url)("#package") as Readonly<
  Record<"name" | "version" | "description", string>
>;

const reporters = {
  demo: () => import("./reporters/demo.js"),
  stack: () => import("./reporters/stack.js"),
  doctor: () => import("./reporters/doctor.js"),
  topic: () => import("./reporters/topic.js"),
  topicPeek: () => import("./reporters/topic-peek.js"),
  table: () => import("./reporters/table.js"),
  tableWhy: () => import("./reporters/table-why.js"),
  connector: () => import("./reporters/connector.js"),
  connectorConfig: () => import("./reporters/connector-config.js"),
  connectorLoggers: () => import("./reporters/connector-loggers.js"),
  connectorWatch: () => import("./reporters/connector-watch.js"),
  connectorLag: () => import("./reporters/connector-lag.js"),
  connectorOffsets: () => import("./reporters/connector-offsets.js"),
  connectorStatus: () => import("./reporters/connector-status.js"),
  connectorExplain: () => import("./reporters/connector-explain.js"),
  lint: () => import("./reporters/lint.js"),
  connectorPlan: () => import("./reporters/connector-plan.js"),
  preview: () => import("./reporters/preview.js"),
  produce: () => import("./reporters/produce.js"),
  verify: () => import("./reporters/verify.js"),
  verifyRuns: () => import("./reporters/verify-runs.js"),
  dlq: () => import("./reporters/dlq.js"),
  context: () => import("./reporters/context.js"),
  export: () => import("./reporters/export.js"),
  completion: () => import("./reporters/completion.js"),
};

const steers = (move: Move) => async () => {
  const { steering } = await import("./commands/connector/steer.js");
  return { run: steering(move) };
};

/** Two commands whose subject is this program. */
const printsScript = async () => {
  const { run } = await import("./commands/completion/script.js");
  return { run: (input: CompletionInput) => run(input, name) };
};
const completesWords = async () => {
  const { run } = await import("./commands/completion/complete.js");
  return {
    run: (input: CompleteInput, context: CommandContext) => run(input, commandTree(program), context),
  };
};

/** Every command in the order of the help page: its definition, its handler and the renderer of its results. */
export const program: ProgramDescription = {
  name,
  version,
  summary: description,
  commands: [
    command(demo, () => import("./commands/demo/demo.js"), reporters.demo, "renderDemo"),
    command(up, () => import("./commands/stack/up.js"), reporters.stack, "renderUp"),
    command(down, () => import("./commands/stack/down.js"), reporters.stack, "renderDown"),
    command(status, () => import("./commands/stack/status.js"), reporters.stack, "renderStatus"),
    command(logs, () => import("./commands/stack/logs.js"), reporters.stack, "renderLogs"),
    command(doctor, () => import("./commands/doctor/doctor.js"), reporters.doctor, "renderDoctor"),
    command(lint, () => import("./commands/connector/lint.js"), reporters.lint, "renderLint"),
    command(topicCreate, () => import("./commands/topic/create.js"), reporters.topic, "renderCreate"),
    command(topicList, () => import("./commands/topic/list.js"), reporters.topic, "renderList"),
    command(topicDescribe, () => import("./commands/topic/describe.js"), reporters.topic, "renderDescribe"),
    command(topicPeek, () => import("./commands/topic/peek.js"), reporters.topicPeek, "renderPeek"),
    command(topicProduce, () => import("./commands/produce/lines.js"), reporters.produce, "renderSent"),
    command(topicDelete, () => import("./commands/topic/delete.js"), reporters.topic, "renderDelete"),
    command(tableInit, () => import("./commands/table/init.js"), reporters.table, "renderInit"),
    command(tableDiff, () => import("./commands/table/diff.js"), reporters.table, "renderDiff"),
    command(tableShow, () => import("./commands/table/show.js"), reporters.table, "renderShow"),
    command(tableWhy, () => import("./commands/verify/why.js"), reporters.tableWhy, "renderWhy"),
    command(tableDrop, () => import("./commands/table/drop.js"), reporters.table, "renderDrop"),
    command(
      connectorValidate,
      () => import("./commands/connector/validate.js"),
      reporters.connector,
      "renderValidate",
    ),
    command(
      connectorPlan,
      () => import("./commands/connector/plan.js"),
      reporters.connectorPlan,
      "renderPlan",
    ),
    command(
      connectorPreview,
      () => import("./commands/verify/preview.js"),
      reporters.preview,
      "renderPreview",
    ),
    command(
      connectorDeploy,
      () => import("./commands/connector/deploy.js"),
      reporters.connector,
      "renderDeploy",
    ),
    command(
      connectorPlugins,
      () => import("./commands/connector/plugins.js"),
      reporters.connector,
      "renderPlugins",
    ),
    command(connectorList, () => import("./commands/connector/list.js"), reporters.connector, "renderList"),
    command(
      connectorStatus,
      () => import("./commands/connector/status.js"),
      reporters.connectorStatus,
      "renderStatus",
    ),
    command(
      connectorExplain,
      () => import("./commands/connector/explain.js"),
      reporters.connectorExplain,
      "renderExplain",
    ),
    command(connectorLag, () => import("./commands/connector/lag.js"), reporters.connectorLag, "renderLag"),
    command(
      connectorGet,
      () => import("./commands/connector/get.js"),
      reporters.connectorConfig,
      "renderGet",
    ),
    command(
      connectorDescribe,
      () => import("./commands/connector/describe.js"),
      reporters.connectorConfig,
      "renderDescribe",
    ),
    command(connectorPause, steers("pause"), reporters.connector, "renderSteer"),
    command(connectorResume, steers("resume"), reporters.connector, "renderSteer"),
    command(connectorStop, steers("stop"), reporters.connector, "renderSteer"),
    command(connectorRestart, steers("restart"), reporters.connector, "renderSteer"),
    command(
      connectorDelete,
      () => import("./commands/connector/delete.js"),
      reporters.connector,
      "renderDelete",
    ),
    command(
      connectorWatch,
      () => import("./commands/connector/watch.js"),
      reporters.connectorWatch,
      "renderWatch",
    ),
    command(
      connectorLoggersGet,
      () => import("./commands/connector/loggers/get.js"),
      reporters.connectorLoggers,
      "renderLoggersGet",
    ),
    command(
      connectorLoggersSet,
      () => import("./commands/connector/loggers/set.js"),
      reporters.connectorLoggers,
      "renderLoggersSet",
    ),
    command(
      connectorOffsetsGet,
      () => import("./commands/connector/offsets/get.js"),
      reporters.connectorOffsets,
      "renderOffsets",
    ),
    command(
      connectorOffsetsSet,
      () => import("./commands/connector/offsets/set.js"),
      reporters.connectorOffsets,
      "renderChange",
    ),
    command(
      connectorOffsetsReset,
      () => import("./commands/connector/offsets/reset.js"),
      reporters.connectorOffsets,
      "renderChange",
    ),
    command(
      produceItemSales,
      () => import("./commands/produce/item-sales.js"),
      reporters.produce,
      "renderItemSales",
    ),
    command(
      produceWeather,
      () => import("./commands/produce/weather.js"),
      reporters.produce,
      "renderWeather",
    ),
    command(
      produceMonitoring,
      () => import("./commands/produce/monitoring.js"),
      reporters.produce,
      "renderMonitoring",
    ),
    command(verifyTable, () => import("./commands/verify/table.js"), reporters.verify, "renderVerifyTable"),
    command(verifyProof, () => import("./commands/verify/proof.js"), reporters.verify, "renderVerifyProof"),
    command(
      verifyRunsList,
      () => import("./commands/verify/runs/list.js"),
      reporters.verifyRuns,
      "renderRunsList",
    ),
    command(
      verifyRunsClean,
      () => import("./commands/verify/runs/clean.js"),
      reporters.verifyRuns,
      "renderRunsClean",
    ),
    command(dlqList, () => import("./commands/dlq/list.js"), reporters.dlq, "renderList"),
    command(dlqShow, () => import("./commands/dlq/show.js"), reporters.dlq, "renderShow"),
    command(dlqExport, () => import("./commands/dlq/export.js"), reporters.dlq, "renderExport"),
    command(dlqReplay, () => import("./commands/dlq/replay.js"), reporters.dlq, "renderReplay"),
    command(dlqPurge, () => import("./commands/dlq/purge.js"), reporters.dlq, "renderPurge"),
    command(contextAdd, () => import("./commands/context/add.js"), reporters.context, "renderAdd"),
    command(contextUse, () => import("./commands/context/use.js"), reporters.context, "renderUse"),
    command(contextList, () => import("./commands/context/list.js"), reporters.context, "renderList"),
    command(contextShow, () => import("./commands/context/show.js"), reporters.context, "renderShow"),
    command(contextRemove, () => import("./commands/context/remove.js"), reporters.context, "renderRemove"),
    command(exportCommand, () => import("./commands/export/export.js"), reporters.export, "renderExport"),
    command(completion, printsScript, reporters.completion, "renderScript"),
    command(complete, completesWords, reporters.completion, "renderCandidates"),
  ],
  groups: {
    topic: "make, list and compare Kafka topics",
    table: "make tables, look at their rows, and say where their cells are from",
    connector: "validate, deploy, watch and steer connectors",
    "connector loggers": "look at what workers log, and change it",
    "connector offsets": "look at what connectors have read, and let them go on elsewhere",
    produce: "send events to a pipeline's topic",
    context: "keep servers and logins under names",
    dlq: "look at dead letters, send them again, or give them up",
    verify: "prove that a table holds what its topic says",
    "verify runs": "look at runs that several processes share, and remove what was left of them",
  },
};
