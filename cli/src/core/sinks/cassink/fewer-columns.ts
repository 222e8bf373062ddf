import { mayHaveLacked } from "../../rows/earlier-columns.js";
import type { MappedTable, RowWrite } from "../../rows/sink-rules.js";
import { type ColumnValue, isNull } from "./column-reader.js";
import type { ParsedRecord } from "./record-reader.js";

type Doubts = Pick<RowWrite, "mayHaveDeleted" | "mayHaveLacked">;

/**
 * What a record that puts a row may have done instead, if the table got columns after the record was carried. The
 * function takes the values of all judged columns, static ones last, and whether the record can delete its row at all.
 */
export function fewerColumns({
  settings: { mapping },
  layout,
}: MappedTable): (parsed: ParsedRecord, values: readonly ColumnValue[], canDelete: boolean) => Doubts {
  const { added } = layout;
  if (added.size === 0) return () => ({});
  const entries = mapping.entries.filter(({ target }) => target === "column");
  const unmapped = layout.names.filter((name) => !entries.some(({ column }) => column === name));
  // Without a mapping the table's columns are the mapping.
  const follows = entries.every(({ field }) => field.source === "same name");
  const names = [...layout.columns, ...(layout.statics?.columns ?? [])].map(({ name }) => name);
  return (parsed, values, canDelete) => {
    const { timestamp, value: whole } = parsed.record;
    const hadNot = (name = ""): boolean => mayHaveLacked(added.get(name), timestamp);
    const mayHaveDeleted =
      canDelete &&
      unmapped.every(hadNot) &&
      (whole === null || values.some((value) => isNull(value, parsed))) &&
      values.every(
        (value, index) =>
          isNull(value, parsed) || (follows && value.state === "absent" && hadNot(names[index])),
      );
    // What an earlier column of the same name had is lost with it, and not for want of a column.
    const lacked = names.filter(
      (name, index) =>
        follows && values[index]?.state !== "absent" && hadNot(name) && added.get(name)?.isAnew !== true,
    );
    return {
      ...(mayHaveDeleted ? { mayHaveDeleted } : {}),
      ...(lacked.length > 0 ? { mayHaveLacked: lacked } : {}),
    };
  };
}
