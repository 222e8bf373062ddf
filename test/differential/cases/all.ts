import type { Case } from "#test/differential/case.js";
import { deletes } from "./deletes.js";
import { jsonValues } from "./json-values.js";
import { queries } from "./queries.js";
import { recordDifferences } from "./record-differences.js";
import { structValues } from "./struct-values.js";
import { textValues } from "./text-values.js";
import { typedDifferences } from "./typed-differences.js";
import { valueDifferences } from "./value-differences.js";
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

/** What shows each allowed difference: its title is the difference's id. */
export const differences: readonly Case[] = [...recordDifferences, ...typedDifferences, ...valueDifferences];
