import { InputError } from "../../errors.js";

/** A resource of Kubernetes, as its manifest says it. */
export interface Resource {
  readonly apiVersion: "kafka.strimzi.io/v1";
  readonly kind: "KafkaConnect" | "KafkaConnector";
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/**
 * The name of a resource: a DNS subdomain (RFC 1123), as Kubernetes wants it.
 * @throws InputError for another name; Strimzi gives a connector its resource's name, so it cannot be changed here
 */
export function resourceName(name: string, longest = 253): string {
  const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  if (name.length <= longest && new RegExp(`^${label}(\\.${label})*$`).test(name)) return name;
  throw new InputError(`${JSON.stringify(name)} cannot be the name of a Kubernetes resource`, {
    hint: `it has small letters, digits, - and ., begins and ends with a letter or digit, and has at most ${longest} characters`,
  });
}
