import { secureFolder, type StackSecrets } from "./secure-folder.js";
import { Secret } from "../secret.js";
import { type ProcessDescription, withSecretFile } from "./process.js";
import { propertiesText } from "./texts.js";

const scram = "SCRAM-SHA-512";

/** The settings of a Kafka client in a JVM that logs in by SCRAM over TLS. */
export function scramClient(home: string, username: string, password: Secret): Record<string, string> {
  return { ...scramOverTls(home), "sasl.jaas.config": scramLogin(username, password) };
}

/** The same without the login. */
export function scramOverTls(home: string): Record<string, string> {
  return {
    "security.protocol": "SASL_SSL",
    "sasl.mechanism": scram,
    "ssl.truststore.type": "PKCS12",
    "ssl.truststore.location": secureFolder(home).trustStore,
  };
}

export function scramLogin(username: string, password: Secret): string {
  const module = "org.apache.kafka.common.security.scram.ScramLoginModule";
  return `${module} required username="${username}" password="${password.reveal()}";`;
}

/**
 * A broker to which clients and other brokers log in by SCRAM. The controller cannot keep users before it runs, so
 * brokers show it their certificate instead: its subject is the user.
 */
export function secureBroker(
  broker: ProcessDescription,
  home: string,
  { passwords, scramCredentials }: StackSecrets,
): ProcessDescription {
  const { keyStore, trustStore } = secureFolder(home);
  const [clients, controller] = broker.ports.map(({ port }) => `${broker.host}:${port}`);
  const added = propertiesText({
    "inter.broker.listener.name": "SASL_SSL",
    "listener.security.protocol.map": "SASL_SSL:SASL_SSL,CONTROLLER:SSL",
    listeners: `SASL_SSL://${clients ?? ""}${controller === undefined ? "" : `,CONTROLLER://${controller}`}`,
    "advertised.listeners": `SASL_SSL://${clients ?? ""}`,
    "sasl.enabled.mechanisms": scram,
    "sasl.mechanism.inter.broker.protocol": scram,
    "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": scramLogin("broker", passwords["kafka-broker"]),
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users": "User:broker;User:admin;User:CN=kafka",
    "ssl.keystore.type": "PKCS12",
    "ssl.keystore.location": keyStore("kafka"),
    "ssl.keystore.password": passwords["stores"].reveal(),
    "ssl.truststore.type": "PKCS12",
    "ssl.truststore.location": trustStore,
    "listener.name.controller.ssl.client.auth": "required",
  });
  // The first records of the metadata log: users are there before anyone could log in to make them.
  const users = scramCredentials.flatMap((credential) => [new Secret("--add-scram"), credential]);
  return {
    ...withSecretFile(broker, "server.properties", added),
    ...(broker.preparation === undefined || controller === undefined
      ? {}
      : { preparation: { ...broker.preparation, secretArguments: users } }),
    readiness: { ...broker.readiness, home },
  };
}
