/** kafkajs is CommonJS: Node finds some of its exports by name, and these only through the default. */
import kafkajs from "kafkajs";

export const { ConfigResourceTypes, Kafka: KafkaClient, logLevel, Partitioners } = kafkajs;
export type { Admin, Kafka as KafkaClientType, Message } from "kafkajs";
