import { namesIn, subscribedTopics } from "../../core/connect/connector-config.js";
import type { LetterStates } from "../../core/dead-letters/letter-states.js";
import type { DeployedConnector } from "../../core/connect/deployed-connector.js";
import type { Check } from "../../core/doctor/check.js";
import { configChecks } from "../../core/doctor/config.js";
import { deployedChecks, explainedChecks, wellCheck } from "../../core/doctor/connector.js";
import { letterSubject } from "../../core/doctor/letters.js";
import { nodeChecks, withoutFilledIn } from "../../core/doctor/reached-nodes.js";
import { topicChecks } from "../../core/doctor/topics.js";
import { deadLetterTopicName } from "../../core/pipeline/dead-letter-topic.js";
import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import { connectorChange } from "../../core/pipeline/planned-change.js";
import { declaredTopics } from "../../core/pipeline/topics.js";
import { sinkConfig } from "../../core/sinks/sink-config.js";
import type { CommandContext } from "../../ports/context.js";
import type { DoctorInput } from "../../program/doctor.js";
import { type Examined, type ExaminedPipeline, answeringServers, linesUnless } from "./examined.js";
import { groupLines, rightLines } from "./connector-access.js";
import { explanationsOf } from "./other-commands.js";
import { examinedLetters } from "./letters.js";
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
  const config = deployedConfig(pipeline, context.connections);
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
  const { name: connector, config: own } = pipeline.connector;
  const isReached = answering.includes("cassandra");
  const letterTopic = deadLetterTopicName(config);
  let letters: LetterStates | undefined;
  const ofLetters: Check[] = [];
  if (letterTopic !== undefined && answering.includes("kafka")) {
    const look = async (): Promise<readonly Check[]> => {
      const found = await examinedLetters(letterTopic, connector, words, context);
      letters = found.states;
      return found.checks;
    };
    ofLetters.push(...(await line(letterSubject, ["kafka"], look)));
  }
  if (validation !== undefined) {
    const isContradicted = ({ subject, state }: Check): boolean =>
      subject === letterSubject && state === "ok" && ofLetters.length > 0;
    const told = isReached ? validation : withoutFilledIn.findings(validation, own);
    const ofConfig = configChecks(told, { config, sink, answering });
    checks.push(...ofConfig.filter((each) => !isContradicted(each)));
  }
  checks.push(...ofLetters, ...nodeChecks(own, sink, context.cassandra.contactPoints));
  const examined = { ...of, connector, config, sink, topics: [...topics], letters };
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
      const lines = [
        ...deployedChecks(isReached ? change : withoutFilledIn.differences(change, own), words),
        ...explainedChecks(explained),
      ];
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
