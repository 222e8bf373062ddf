import { cellHarms } from "./cell-harms.js";
import { connectorHarms } from "./connector-harms.js";
import type { Harm } from "./harm.js";
import { letterHarms } from "./letter-harms.js";
import { recordHarms } from "./record-harms.js";
import { rewritingHarms } from "./rewriting-harms.js";
import { partitionHarms } from "./partition-harms.js";
import { rowHarms } from "./row-harms.js";
import { tableHarms } from "./table-harms.js";
import { timeHarms } from "./time-harms.js";
import { topicHarms } from "./topic-harms.js";

/** Every kind of harm. A round does one of them. */
export const harms: readonly Harm[] = [
  ...rowHarms,
  ...partitionHarms,
  ...cellHarms,
  ...timeHarms,
  ...tableHarms,
  ...connectorHarms,
  ...recordHarms,
  ...rewritingHarms,
  ...topicHarms,
  ...letterHarms,
];
