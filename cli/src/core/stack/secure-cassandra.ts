import { stringify } from "yaml";
import { type ProcessDescription, withSecretFile } from "./process.js";
import { secureFolder, type StackSecrets } from "./secure-folder.js";

/** A node to which clients log in over TLS, whose roles have rights, and which shows other nodes its certificate. */
export function secureNode(
  node: ProcessDescription,
  home: string,
  { passwords }: StackSecrets,
): ProcessDescription {
  const { keyStore, trustStore } = secureFolder(home);
  const stores = {
    keystore: keyStore("cassandra"),
    keystore_password: passwords["stores"].reveal(),
    truststore: trustStore,
  };
  const added = stringify({
    authenticator: "PasswordAuthenticator",
    authorizer: "CassandraAuthorizer",
    client_encryption_options: { enabled: true, optional: false, require_client_auth: false, ...stores },
    server_encryption_options: { internode_encryption: "all", require_client_auth: true, ...stores },
  });
  return {
    ...withSecretFile(node, "cassandra.yaml", added),
    run: {
      ...node.run,
      // The default superuser, by whose login the roles are made, is there at once instead of after 10 s.
      jvmArguments: [...node.run.jvmArguments, "-Dcassandra.superuser_setup_delay_ms=0"],
    },
    readiness: { ...node.readiness, home },
  };
}
