import { Secret } from "../secret.js";
import { type ProcessDescription, withSecretFile } from "./process.js";
import { secureFolder, type StackSecrets } from "./secure-folder.js";
import { scramClient, scramLogin } from "./secure-kafka.js";
import { clientUser } from "./secure-users.js";
import { propertiesText } from "./texts.js";

const basicAuthentication = "org.apache.kafka.connect.rest.basic.auth.extension";

/**
 * A worker with https and a login for its REST API, its own login to the brokers, and another one for its connectors.
 */
export function secureWorker(
  worker: ProcessDescription,
  home: string,
  { passwords }: StackSecrets,
): ProcessDescription {
  const { path, keyStore, trustStore, connectorFolder, connectorLogin, receiptsLogin } = secureFolder(home);
  const url = `https://${worker.host}:${worker.ports[0]?.port ?? 0}`;
  const ofConnectors = Object.entries(scramClient(home, "sink", passwords["kafka-sink"]));
  const clients = ["consumer", "producer", "admin"].flatMap((client) =>
    ofConnectors.map(([key, value]) => [`${client}.${key}`, value] as const),
  );
  const added = propertiesText({
    listeners: url,
    ...scramClient(home, "worker", passwords["kafka-worker"]),
    ...Object.fromEntries(clients),
    "rest.extension.classes": `io.cassink.worker.MetricsExtension,${basicAuthentication}.BasicAuthSecurityRestExtension`,
    "listeners.https.ssl.keystore.type": "PKCS12",
    "listeners.https.ssl.keystore.location": keyStore("connect"),
    "listeners.https.ssl.keystore.password": passwords["stores"].reveal(),
    "listeners.https.ssl.truststore.type": "PKCS12",
    "listeners.https.ssl.truststore.location": trustStore,
    // Otherwise a connector's config could have the worker read any file, such as this one.
    "config.providers.file.param.allowed.paths": connectorFolder,
  });
  const login = `${path}/connect-login.conf`;
  const users = `${path}/connect-users.properties`;
  const secured = withSecretFile(worker, "worker.properties", added);
  return {
    ...secured,
    secretFiles: [
      ...(secured.secretFiles ?? []),
      {
        path: login,
        text: new Secret(
          `KafkaConnect {\n  ${basicAuthentication}.PropertyFileLoginModule required file="${users}";\n};\n`,
        ),
      },
      {
        path: users,
        text: new Secret(propertiesText({ [clientUser]: passwords["connect-cassink"].reveal() })),
      },
      {
        path: connectorLogin,
        text: new Secret(
          propertiesText({ username: clientUser, password: passwords["cassandra-cassink"].reveal() }),
        ),
      },
      {
        path: receiptsLogin,
        text: new Secret(propertiesText({ "sasl.jaas.config": scramLogin("sink", passwords["kafka-sink"]) })),
      },
    ],
    run: {
      ...worker.run,
      jvmArguments: [...worker.run.jvmArguments, `-Djava.security.auth.login.config=${login}`],
    },
    readiness: { protocol: "connect", url, home },
  };
}
