import { namesIn, subscribedTopics } from "../../core/connect/connector-config.js";
import type { DeployedConnector } from "../../core/connect/deployed-connector.js";
import type { Check } from "../../core/doctor/check.js";
import { configChecks } from "../../core/doctor/config.js";
import { deployedChecks, explainedChecks, wellCheck } from "../../core/doctor/connector.js";
import { letterTimeChecks, resolutionChecks, topicChecks } from "../../core/doctor/topics.js";
import { deadLetterTopicName, resolutionTopicName } from "../../core/pipeline/dead-letter-topic.js";
import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import { connectorChange } from "../../core/pipeline/planned-change.js";
import { declaredTopics } from "../../core/pipeline/topics.js";
import { sinkConfig } from "../../core/sinks/sink-config.js";
import type { CommandContext } from "../../ports/context.js";
import type { DoctorInput } from "../../program/doctor.js";
import { type Examined, type ExaminedPipeline, answeringServers, linesUnless } from "./examined.js";
import { groupLines, rightLines } from "./connector-access.js";
import { explanationsOf } from "./other-commands.js";
import { recordLines } from "./records.js";
import { judged, type ServerChecks } from "./servers.js";

/** All that must be true of a pipeline on the live servers. */
export async function pipelineChecks(
  of: ExaminedPipeline,
  servers: ServerChecks,
  input: DoctorInput,
  context: CommandContext,
): Promise<readonly Check[]> {
  const { pipeline, words, validation } = of;
  const config = deployedConfig(pipeline, context.connections.cassandra);
  const sink = sinkConfig(config);
  const answering = answeringServers(servers);
  const line = linesUnless(answering, context);
  const topics = new Set<string>();
  const checks: Check[] = [];
  checks.push(
    ...(await line("topics", ["kafka"], async () => {
      const lines: Check[] = [];
      const names = await readNames(config, context);
      for (const name of names) {
        lines.push(
          ...(await judged(`topic ${name}`, context, async () => {
            const found = await context.kafka.describeTopic(name);
            if (found !== undefined) topics.add(name);
            const declared = declaredTopics([pipeline]).find(({ topic }) => topic.name === name);
            return topicChecks(name, declared, found, sink, words);
          })),
        );
      }
      return lines;
    })),
  );
  if (validation !== undefined) checks.push(...configChecks(validation, { config, sink, answering }));
  const letters = deadLetterTopicName(config);
  if (letters !== undefined && answering.includes("kafka"))
    checks.push(...(await line("dead letters", ["kafka"], () => letterLines(letters, words, context))));
  const examined = { ...of, connector: pipeline.connector.name, config, sink, topics: [...topics] };
  checks.push(
    ...(await line("records", ["kafka", "connect", "cassandra"], () =>
      recordLines(examined, input.records, context),
    )),
  );
  let deployed: DeployedConnector | undefined;
  let isForeign = false;
  checks.push(
    ...(await line("connector", ["kafka", "connect"], async () => {
      deployed = (await context.connect.connectors()).find(({ name }) => name === examined.connector);
      const settings =
        deployed === undefined ? [] : await context.connect.pluginSettings(config["connector.class"] ?? "");
      const change = connectorChange(
        pipeline.name,
        { name: examined.connector, config },
        deployed?.config,
        settings,
      );
      isForeign = change.action === "cannot";
      const explained =
        deployed === undefined || isForeign ? [] : await explanationsOf(pipeline, input.sample, context);
      const lines = [...deployedChecks(change, words), ...explainedChecks(explained)];
      return lines.length === 0 ? [wellCheck(deployed)] : lines;
    })),
  );
  const withDeployed: Examined = { ...examined, deployed, isForeign };
  checks.push(
    ...(await line("consumer group", ["kafka", "connect"], () => groupLines(withDeployed, context))),
  );
  checks.push(...(await rightLines(withDeployed, checks, line, context)));
  return checks;
}

async function readNames(config: Examined["config"], { kafka }: CommandContext): Promise<readonly string[]> {
  if (config["topics.regex"] === undefined) return namesIn(config["topics"]);
  return subscribedTopics(config, await kafka.topicNames());
}

async function letterLines(
  letters: string,
  words: string,
  { kafka }: CommandContext,
): Promise<readonly Check[]> {
  const found = await kafka.describeTopic(letters);
  if (found === undefined) return [];
  const resolutions = resolutionTopicName(letters);
  return [
    ...letterTimeChecks(found),
    ...resolutionChecks(resolutions, await kafka.hasTopic(resolutions), words),
  ];
}
