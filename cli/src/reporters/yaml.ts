import { Document, type ToStringOptions, visit } from "yaml";
import { document as jsonDocument, escaped } from "./json.js";
import { invisible } from "../core/visible.js";

/** Texts that readers of YAML 1.1 take for something else, as `yes` and `12:30`, are quoted; none is broken. */
const options: ToStringOptions = { lineWidth: 0 };

/** The value that {@link jsonDocument} gives, as one YAML document. */
export function document(value: unknown): string {
  const made = new Document(JSON.parse(jsonDocument(value)), { compat: "yaml-1.1" });
  visit(made, {
    Scalar(_key, scalar) {
      const { value: content } = scalar;
      if (typeof content === "string" && content.search(invisible) >= 0) scalar.type = "QUOTE_DOUBLE";
    },
  });
  // In double quotes YAML has the escapes of JSON.
  return escaped(made.toString(options));
}

/** One document of a stream. */
export function streamed(value: unknown): string {
  return `---\n${document(value)}`;
}
