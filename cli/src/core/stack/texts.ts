/** Java's .properties: one `key=value` a line, backslashes doubled. */
export function propertiesText(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value.replaceAll("\\", "\\\\")}\n`)
    .join("");
}

/** `file:` URL of an absolute path, for servers that take their configuration by URL. */
export function fileUrl(path: string): string {
  return `file://${encodeURI(path).replaceAll("#", "%23").replaceAll("?", "%3F")}`;
}

/** A text as the value of an XML attribute. */
export function xmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** A file of arguments for `java @file`: one quoted argument a line. */
export function argumentFile(args: readonly string[]): string {
  return args.map((arg) => `"${arg.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"\n`).join("");
}
