import { describe, expect, it } from "vitest";
import { isStrayRejection } from "#cli/adapters/cassandra/stray-rejection.js";

const thrown = (error: Error, file: string): Error =>
  Object.assign(error, { stack: `${String(error)}\n    at ControlConnection._refresh (${file}:475:17)` });

describe("a rejection that nobody handled", () => {
  it.each(["/x/node_modules/cassandra-driver/lib/", "C:\\x\\node_modules\\cassandra-driver\\lib\\"])(
    "is a stray one of the driver in %s",
    (folder) => {
      const error = thrown(new TypeError("null has no 'once'"), `${folder}control-connection.js`);
      expect(isStrayRejection(error)).toBe(true);
    },
  );

  it.each([
    ["an error of ours", thrown(new TypeError("no"), "/x/cli/dist/main.js")],
    [
      "a TypeError of another file of the driver",
      thrown(new TypeError("no"), "cassandra-driver/lib/client.js"),
    ],
    ["another error there", thrown(new Error("no"), "cassandra-driver/lib/control-connection.js")],
  ])("is not forgiven: %s", (_, error) => {
    expect(isStrayRejection(error)).toBe(false);
  });
});
