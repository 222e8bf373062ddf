import { InputError } from "../../errors.js";
import { qualifiedName } from "../../core/cql/name.js";
import type { Session } from "./session.js";

/**
 * Whether a role may write a table, by its grants and those of the roles that it has; `unchecked` where the nodes have no
 * authorizer, `unknown` where no role is named and they have one.
 */
export async function writeRight(
  session: Session,
  role: string | undefined,
  { keyspace, table }: { readonly keyspace: string; readonly table: string },
): Promise<"yes" | "no" | "unchecked" | "unknown"> {
  const of = role === undefined ? "" : ` OF ${text(role)}`;
  try {
    const { rows } = await session.query(`LIST MODIFY ON TABLE ${qualifiedName(keyspace, table)}${of}`);
    if (role === undefined) return "unknown";
    // A statement without a result has no rows.
    if ((rows as readonly object[] | undefined)?.length) return "yes";
    const roles = await session.query(`LIST ROLES${of}`);
    return roles.rows.some((each) => each["super"] === true) ? "yes" : "no";
  } catch (error) {
    // Nobody is anonymous where an authorizer is: Cassandra starts with none then.
    if (error instanceof InputError && /AllowAllAuthorizer|not anonymous/.test(error.message))
      return "unchecked";
    if (error instanceof InputError && role === undefined) return "unknown";
    throw error;
  }
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
