import { createRequire } from "node:module";
import { command } from "./program/command.js";
import type { ProgramDescription } from "./program/command-line.js";
import { demo } from "./program/demo.js";
import { up, down, status, logs } from "./program/stack.js";
import { doctor } from "./program/doctor.js";
import { topicCreate, topicList, topicDescribe, topicProduce, topicDelete } from "./program/topic.js";
import { tableInit, tableShow, tableDrop } from "./program/table.js";
import {
  connectorValidate,
  connectorDeploy,
  connectorList,
  connectorStatus,
  connectorDelete,
} from "./program/connector.js";
import { produceItemSales, produceWeather } from "./program/produce.js";
import { verifyTable } from "./program/verify.js";

/** Name, version and summary have their home in package.json. */
const { name, version, description } = createRequire(import.meta.url)("#package") as Readonly<
  Record<"name" | "version" | "description", string>
>;

/** Every command in the order of the help page: its definition, its handler and the renderer of its results. */
export const program: ProgramDescription = {
  name,
  version,
  summary: description,
  commands: [
    command(
      demo,
      () => import("./commands/demo/demo.js"),
      async () => (await import("./reporters/human/demo.js")).render,
    ),
    command(
      up,
      () => import("./commands/stack/up.js"),
      async () => (await import("./reporters/human/stack-up.js")).render,
    ),
    command(
      down,
      () => import("./commands/stack/down.js"),
      async () => (await import("./reporters/human/stack-down.js")).render,
    ),
    command(
      status,
      () => import("./commands/stack/status.js"),
      async () => (await import("./reporters/human/stack-status.js")).render,
    ),
    command(
      logs,
      () => import("./commands/stack/logs.js"),
      async () => (await import("./reporters/human/stack-logs.js")).render,
    ),
    command(
      doctor,
      () => import("./commands/doctor/doctor.js"),
      async () => (await import("./reporters/human/doctor.js")).render,
    ),
    command(
      topicCreate,
      () => import("./commands/topic/create.js"),
      async () => (await import("./reporters/human/topic-create.js")).render,
    ),
    command(
      topicList,
      () => import("./commands/topic/list.js"),
      async () => (await import("./reporters/human/topic-list.js")).render,
    ),
    command(
      topicDescribe,
      () => import("./commands/topic/describe.js"),
      async () => (await import("./reporters/human/topic-describe.js")).render,
    ),
    command(
      topicProduce,
      () => import("./commands/produce/lines.js"),
      async () => (await import("./reporters/human/produce-lines.js")).render,
    ),
    command(
      topicDelete,
      () => import("./commands/topic/delete.js"),
      async () => (await import("./reporters/human/topic-delete.js")).render,
    ),
    command(
      tableInit,
      () => import("./commands/table/init.js"),
      async () => (await import("./reporters/human/table-init.js")).render,
    ),
    command(
      tableShow,
      () => import("./commands/table/show.js"),
      async () => (await import("./reporters/human/table-show.js")).render,
    ),
    command(
      tableDrop,
      () => import("./commands/table/drop.js"),
      async () => (await import("./reporters/human/table-drop.js")).render,
    ),
    command(
      connectorValidate,
      () => import("./commands/connector/validate.js"),
      async () => (await import("./reporters/human/connector-validate.js")).render,
    ),
    command(
      connectorDeploy,
      () => import("./commands/connector/deploy.js"),
      async () => (await import("./reporters/human/connector-deploy.js")).render,
    ),
    command(
      connectorList,
      () => import("./commands/connector/list.js"),
      async () => (await import("./reporters/human/connector-list.js")).render,
    ),
    command(
      connectorStatus,
      () => import("./commands/connector/status.js"),
      async () => (await import("./reporters/human/connector-status.js")).render,
    ),
    command(
      connectorDelete,
      () => import("./commands/connector/delete.js"),
      async () => (await import("./reporters/human/connector-delete.js")).render,
    ),
    command(
      produceItemSales,
      () => import("./commands/produce/item-sales.js"),
      async () => (await import("./reporters/human/produce-item-sales.js")).render,
    ),
    command(
      produceWeather,
      () => import("./commands/produce/weather.js"),
      async () => (await import("./reporters/human/produce-weather.js")).render,
    ),
    command(
      verifyTable,
      () => import("./commands/verify/table.js"),
      async () => (await import("./reporters/human/verify-table.js")).render,
    ),
  ],
  groups: {
    topic: "make, list and compare Kafka topics",
    table: "make tables and look at their rows",
    connector: "validate, deploy and watch connectors",
    produce: "send events to a pipeline's topic",
    verify: "prove that a table holds what its topic says",
  },
};
