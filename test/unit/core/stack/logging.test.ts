import { expect, it } from "vitest";
import { log4jConfiguration } from "#cli/core/stack/logging.js";

it("keeps the thousands of lines of a client whose brokers are away out of the log", () => {
  expect(log4jConfiguration("/logs/connect.log")).toMatch(
    /<Loggers>[^]*<Logger name="org\.apache\.kafka\.clients\.Metadata" level="WARN"\/>[^]*<Root level="INFO">/,
  );
});
