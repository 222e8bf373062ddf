import type { Row, TableDescription } from "../../../core/cql/table.js";
import { noValueOf } from "../../../core/ddl/value-form.js";
import { InputError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";

/**
 * The values of a row's key, as the server reads their literals: it is the one that knows all types. Where it refuses them,
 * it is asked for one after the other, to name the column.
 * @throws UsageError for a literal that is no value of its column
 */
export async function keyValues(
  table: TableDescription,
  literals: readonly string[],
  { cassandra }: Pick<CommandContext, "cassandra">,
): Promise<Row> {
  try {
    const values = await cassandra.keyValues(table, literals);
    if (values !== undefined) return values;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const takes = (index: number, literal: string): Promise<boolean> =>
      cassandra.keyValues({ ...table, columns: table.columns.slice(index, index + 1) }, [literal]).then(
        () => true,
        (reason: unknown) => {
          if (reason instanceof InputError) return false;
          throw reason;
        },
      );
    for (const [index, literal] of literals.entries()) {
      const column = table.columns[index];
      // A column of which even null is refused has another fault, as a right that is missing.
      if (column !== undefined && !(await takes(index, literal)) && (await takes(index, "null")))
        throw noValueOf(column, literal);
    }
    throw error;
  }
  throw new InputError("the server cannot read a user-defined type of the key while the table has no rows", {
    where: `${table.keyspace}.${table.name}`,
  });
}
