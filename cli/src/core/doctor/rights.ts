import type { Receipts } from "../rows/sink.js";
import { type Check, finding, good, unjudged } from "./check.js";

/** What is known of the connector's rights on the brokers. */
export interface BrokerRights {
  /** Whether the brokers have an authorizer. */
  readonly checked: boolean;
  /** Whether the connector carries records and commits: then it may. */
  readonly isSeen: boolean;
  readonly group: string;
  readonly topics: readonly string[];
  readonly receipts?: Receipts | undefined;
  readonly connector: string;
}

export function brokerRightsCheck({
  checked,
  isSeen,
  group,
  topics,
  receipts,
  connector,
}: BrokerRights): Check {
  const subject = "rights on Kafka";
  if (!checked) return good(subject, "the brokers check none");
  if (isSeen) return good(subject, "the connector's tasks read and commit");
  return unjudged(
    subject,
    "as whom the worker logs in cannot be seen from here",
    `its user needs READ on ${[...topics.map((topic) => `topic ${topic}`), `group ${group}`].join(", ")}${forReceipts(connector, receipts)} (docs/reference/rights.md)`,
  );
}

/** Of the user of `receipts.producer.*`, which may be the same. */
function forReceipts(connector: string, receipts: Receipts | undefined): string {
  if (receipts === undefined) return "";
  const write = `, that of its receipts WRITE on topic ${receipts.topic}`;
  if (!receipts.transactional) return write;
  return `${write} and on transactional ids cassink-receipts.${connector}.*, and READ on group cassink-receipts.${connector} and on the topics above`;
}

/** Whether a role may write a table; `unchecked` where the nodes have no authorizer. */
export type WriteRight = "yes" | "no" | "unchecked" | "unknown";

/** @param isSeen whether the connector carries records and commits */
export function tableRightChecks(
  role: string | undefined,
  tables: readonly { readonly name: string; readonly right: WriteRight }[],
  isSeen: boolean,
): readonly Check[] {
  const subject = "rights on Cassandra";
  const lacking = tables.filter(({ right }) => right === "no").map(({ name }) => name);
  if (role !== undefined && lacking.length > 0) {
    return lacking.map((name) =>
      finding(
        subject,
        `role ${role} has no MODIFY on table ${name}`,
        `GRANT MODIFY ON TABLE ${name} TO ${role}`,
      ),
    );
  }
  if (tables.some(({ right }) => right !== "yes" && right !== "unchecked")) {
    if (isSeen) return [good(subject, "the connector's tasks write")];
    const who = role === undefined ? "the connector's login" : `what ${role} stands for`;
    const names = tables.map(({ name }) => `table ${name}`).join(", ");
    return [
      unjudged(
        subject,
        `${who} cannot be seen from here`,
        `it needs MODIFY on ${names} (docs/reference/rights.md)`,
      ),
    ];
  }
  const isChecked = tables.some(({ right }) => right === "yes");
  return [good(subject, isChecked ? `role ${role ?? ""} may write its tables` : "the nodes check none")];
}
