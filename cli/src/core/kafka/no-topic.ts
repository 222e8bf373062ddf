import { ServiceError } from "../../errors.js";

/** Of a topic to which records are to be sent. */
export function noSuchTopic(topic: string): ServiceError {
  return new ServiceError("Kafka", "there is no such topic", {
    where: `topic ${topic}`,
    hint: "make it with: cassink topic create",
  });
}
