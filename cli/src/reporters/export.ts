import { visible } from "../core/visible.js";
import type { ExportResult } from "../commands/export/export.js";
import { document as yamlDocument } from "./yaml.js";

/** Documents of YAML, below what has to be done before they are applied. */
export function renderExport({ resources, secrets, hasImage, local }: ExportResult): string {
  const wants = [
    ...secrets.map(({ name, keys, holds }) => `the Secret ${name} with ${keys.join(" and ")}: ${holds}`),
    ...local.map((address) => `another address than ${address}, which is the worker's own container`),
    ...(hasImage ? [] : ["spec.image or spec.build of the KafkaConnect, with the connectors' plugins"]),
  ];
  const comments = wants.length === 0 ? [] : ["# Wants:", ...wants.map((want) => `# - ${want}`)];
  const documents = resources.map((resource) => yamlDocument(resource));
  return [...comments.map((line) => `${visible(line)}\n`), documents.join("---\n")].join("");
}
