import { type Field, fieldsOf, legNames } from "../core/connections/fields.js";
import { legs } from "../core/connections/settings.js";

/** What `cassink help connections` prints: every flag of the connections, its variable and its key in a context. */
export function connectionsHelp(name: string): string {
  const rows = legs.map((leg) =>
    fieldsOf(leg).map(([key, field]) => [field.flag, field.variable, key, field] as const),
  );
  const width = (column: 0 | 1 | 2): number => Math.max(...rows.flat().map((row) => row[column].length));
  const tables = legs.map((leg, index) => {
    const lines = (rows[index] ?? []).map(
      ([flag, variable, key, field]) =>
        `  ${flag.padEnd(width(0))}  ${variable.padEnd(width(1))}  ${key.padEnd(width(2))}  ${meaningOf(field)}`,
    );
    return `${legNames[leg]} (key ${leg} of a context)\n${lines.join("\n")}\n`;
  });
  return `How Kafka, Kafka Connect and Cassandra are reached

Each of the three is taken whole from the first that names its address: flags, environment variables, the
context of --context or CASSINK_CONTEXT, the local stack that runs under --home, the context of
\`${name} context use\`, the usual ports of this machine. A flag may change the login that belongs to an address.
An address from a flag or a variable leaves the login of a context behind: no password goes to an address
that another source has named.

A <source> names a secret: env:NAME, file:PATH (its first line) or command:TEXT (what it prints, within 10 s).
\`${name} context add\` also takes ask, and keeps what is typed in the clear. A variable holds the secret itself.
Over plain http a login goes to this machine only.

The columns are the flag, the variable, the key in a context, and what it is.

${tables.join("\n")}
Kafka Connect is encrypted when its address begins with https://.
A context's cassandra may have a map connector: keys that a connector's config is given at deploy where its
pipeline leaves them out, such as auth.username, with secrets as references, \${file:/run/secrets/db:password}.

Examples:
  # a context with a private authority and a login, the password from a variable
  ${name} context add prod --bootstrap-servers kafka:9093 --kafka-ca ca.pem --kafka-sasl scram-sha-512 --kafka-username reader --kafka-password env:READER_PASSWORD
  # the same cluster as another user
  ${name} topic list --context prod --kafka-username auditor --kafka-password file:/run/secrets/auditor
  # a token that a command prints
  ${name} connector list --connect-url https://connect:8443 --connect-token 'command:print-token connect'
`;
}

function meaningOf({ meaning, kind }: Field): string {
  return kind === "secret" ? `${meaning}, by its source` : meaning;
}
