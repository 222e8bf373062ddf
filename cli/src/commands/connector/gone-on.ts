import { ServiceError } from "../../errors.js";

/** A connector that was to stand still, and had done so, goes on: somebody else has told it to, and it is left to them. */
export class GoneOnError extends ServiceError {
  constructor(name: string, url: string) {
    super("Kafka Connect", `connector ${name} had stopped, and somebody else has let it go on meanwhile`, {
      where: url,
      hint: "another command that stops it is at work, or a person: wait until it has ended, look where the connector stands, then run this again",
    });
  }
}
