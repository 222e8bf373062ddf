import type { Case } from "../case.js";
import { deletes } from "./deletes.js";
import { jsonValues } from "./json-values.js";
import { queries } from "./queries.js";
import { structValues } from "./struct-values.js";
import { textValues } from "./text-values.js";
import { writeOptions } from "./write-options.js";

/** Every case of the DataStax sink's integration tests that tells by rows. */
export const contractCases: readonly Case[] = [
  ...jsonValues,
  ...textValues,
  ...structValues,
  ...deletes,
  ...writeOptions,
  ...queries,
];
