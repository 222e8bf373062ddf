/** The layer rules of docs/decisions/layers.md; `npm run check:layers` holds the tree to them. */
const from = (path) => ({ path });
const layer = (name, comment, path, forbidden) => ({
  name,
  comment,
  severity: "error",
  from: from(path),
  to: { path: forbidden },
});

/**
 * The rooms of core, from the lowest: each may import the rooms that it names, itself, and the files that lie in core
 * directly (`refusal.ts`, `secret.ts`, ...), which import no room.
 */
const rooms = {
  java: [],
  kafka: [],
  generate: [],
  "shared-run": ["kafka"],
  completion: [],
  documents: [],
  connections: ["connect", "documents"],
  connect: ["java"],
  cql: ["java"],
  mapping: ["connect", "java"],
  records: ["java", "kafka", "connect"],
  transforms: ["java", "connect", "records"],
  faults: ["connect", "java", "kafka", "records", "transforms"],
  rows: ["cql", "java", "kafka", "connect", "mapping", "records", "transforms"],
  why: ["cql", "kafka", "rows"],
  proof: ["rows"],
  "sinks/datastax": ["cql", "java", "mapping", "records", "rows"],
  "sinks/cassink": ["cql", "java", "connect", "mapping", "records", "rows"],
  sinks: ["sinks/datastax", "sinks/cassink", "connect", "mapping", "records", "rows", "transforms"],
  peek: ["cql", "java", "kafka", "connect", "records"],
  ddl: ["cql", "java"],
  pipeline: ["connect", "connections", "ddl", "documents", "kafka", "sinks"],
  "dead-letters": ["connect", "documents", "java", "kafka", "pipeline", "records"],
  lint: [
    "connect",
    "cql",
    "ddl",
    "documents",
    "java",
    "kafka",
    "mapping",
    "pipeline",
    "records",
    "rows",
    "sinks",
    "transforms",
  ],
  sketch: ["connect", "cql", "ddl", "java", "kafka", "mapping", "records", "rows", "sinks"],
  stack: ["connections"],
  strimzi: ["connect", "connections"],
  doctor: [
    "connect",
    "dead-letters",
    "faults",
    "java",
    "kafka",
    "lint",
    "pipeline",
    "rows",
    "sinks",
    "stack",
  ],
};

/** The suites of test/ beside the unit tests. */
const suites = "contract|e2e|faults|differential|exactness|judge|bench";

const roomRules = Object.entries(rooms).map(([room, others]) => ({
  name: `core-${room.replace("/", "-")}`,
  comment: `core/${room} imports ${others.length === 0 ? "no other room" : others.join(", ")}`,
  severity: "error",
  from: { path: `^cli/src/core/${room}/[^/]+$` },
  to: {
    path: "^cli/src/core/.+/",
    pathNot: `^cli/src/core/(${[room, ...others].join("|")})/[^/]+$`,
  },
}));

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-circular-folders",
      severity: "error",
      scope: "folder",
      from: { path: "^cli/src/.+/" },
      to: { circular: true },
    },
    ...roomRules,
    {
      name: "core-rooms-are-listed",
      comment: "a new room of core is given its place in the list of rooms above",
      severity: "error",
      from: { path: "^cli/src/", pathNot: `^cli/src/core/(${Object.keys(rooms).join("|")})/` },
      to: { path: "^cli/src/core/[^/]+/", pathNot: `^cli/src/core/(${Object.keys(rooms).join("|")})/` },
    },
    layer(
      "core-files-are-the-ground",
      "the files that lie in core directly import no room",
      "^cli/src/core/[^/]+$",
      "^cli/src/core/.+/",
    ),
    { name: "no-orphans-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "core-is-pure",
      comment: "core imports itself, errors.ts and pure libraries: no network, files, processes or clocks",
      severity: "error",
      from: from("^cli/src/core/"),
      to: {
        pathNot: ["^cli/src/core/", "^cli/src/errors\\.ts$", "node_modules/(ajv|ajv-formats|yaml)"],
      },
    },
    layer(
      "ports-are-interfaces",
      "ports know core types only",
      "^cli/src/ports/",
      "^cli/src/(commands|adapters|reporters|program|main)",
    ),
    layer(
      "commands-take-ports",
      "commands get adapters and streams handed in",
      "^cli/src/commands/",
      "^cli/src/(adapters|reporters|program\\.ts|main)",
    ),
    {
      name: "commands-know-their-flags",
      comment: "a handler takes the type of its input from the command's definition, and nothing else",
      severity: "error",
      from: from("^cli/src/commands/"),
      to: { path: "^cli/src/program/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "program-is-data",
      comment: "definitions know what flags may say; program.ts joins them with handlers and renderers",
      severity: "error",
      from: from("^cli/src/program/"),
      to: { pathNot: ["^cli/src/(program|core|ports)/", "^cli/src/errors\\.ts$", "node_modules/commander/"] },
    },
    layer(
      "the-shipped-program-stands-alone",
      "what serves the documentation or the tests is not shipped",
      "^cli/src/",
      "^(docs|test)/",
    ),
    {
      name: "commands-are-separate",
      comment:
        "a command imports no other command; what two share belongs in core or in its own noun's folder",
      severity: "error",
      from: from("^cli/src/commands/([^/]+)/"),
      to: { path: "^cli/src/commands/", pathNot: "^cli/src/commands/$1/" },
    },
    layer(
      "adapters-are-leaves",
      "adapters know ports, core and errors",
      "^cli/src/adapters/",
      "^cli/src/(commands|reporters|program|main)",
    ),
    {
      name: "adapters-are-separate",
      comment: "an adapter imports no other adapter; what several need lies beside them",
      severity: "error",
      from: from("^cli/src/adapters/([^/]+)/"),
      to: { path: "^cli/src/adapters/[^/]+/", pathNot: "^cli/src/adapters/$1/" },
    },
    layer(
      "reporters-only-render",
      "reporters turn results into text",
      "^cli/src/reporters/",
      "^cli/src/(adapters|program|main)",
    ),
    {
      name: "only-adapters-touch-the-system",
      comment: "only adapters and main.ts reach files, processes and the network",
      severity: "error",
      from: from("^cli/src/(commands|program|reporters|core|ports)/"),
      to: { dependencyTypes: ["core"], pathNot: ["^(node:)?buffer$", "^(node:)?util$", "^(node:)?path$"] },
    },
    layer(
      "support-is-of-no-suite",
      "what one suite alone needs lies in its own folder",
      "^test/support/",
      `^test/(unit|${suites})/`,
    ),
    {
      name: "suites-are-separate",
      comment: "suites share test/support; only test/unit looks into others, to test their parts",
      severity: "error",
      from: { path: `^test/(${suites})/` },
      to: { path: `^test/(unit|${suites})/`, pathNot: "^test/$1/" },
    },
    {
      name: "errors-import-nothing",
      severity: "error",
      from: from("^cli/src/errors\\.ts$"),
      to: { path: ".*" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
