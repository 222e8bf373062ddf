/** In schemas/output, of the command with these words: `connector-list.schema.json`. */
export const schemaFile = (words: readonly string[]): string => `${words.join("-")}.schema.json`;
